package dev.coxswain.simulator.http.table;

import static dev.coxswain.simulator.http.table.Column.age;
import static dev.coxswain.simulator.http.table.Column.name;
import static dev.coxswain.simulator.http.table.Column.orNone;
import static dev.coxswain.simulator.http.table.Column.text;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Columns of services and what is behind them. */
final class NetworkColumns {

    private static final int SHOWN = 3;

    private NetworkColumns() {}

    static List<Column> service() {
        return Column.of(
                name(),
                text("Type", "spec", "type"),
                text("Cluster-IP", each -> {
                    String address = each.text("spec", "clusterIP");
                    return address.isEmpty() ? "<none>" : address;
                }),
                orNone("External-IP", "spec", "externalName"),
                text("Port(s)", NetworkColumns::ports),
                age(),
                text("Selector", each -> WorkloadColumns.pairs(each.map("spec", "selector")))
                        .wide());
    }

    private static String ports(KubeObject service) {
        return Column.orNone(service.list("spec", "ports").stream()
                .map(port -> Json.asText(Json.at(port, "port"))
                        + (Json.at(port, "nodePort") == null ? "" : ":" + Json.asText(Json.at(port, "nodePort")))
                        + "/" + Json.asText(Json.at(port, "protocol")))
                .collect(Collectors.joining(",")));
    }

    static List<Column> endpoints() {
        return Column.of(name(), text("Endpoints", NetworkColumns::addresses), age());
    }

    private static String addresses(KubeObject endpoints) {
        List<String> all = new ArrayList<>();
        for (Object subset : endpoints.list("subsets")) {
            for (Object address : Json.asList(Json.at(subset, "addresses"))) {
                String ip = Json.asText(Json.at(address, "ip"));
                List<String> ports = Json.asList(Json.at(subset, "ports")).stream()
                        .map(port -> ip + ":" + Json.asText(Json.at(port, "port")))
                        .toList();
                all.addAll(ports.isEmpty() ? List.of(ip) : ports);
            }
        }
        return shortened(all);
    }

    private static String shortened(List<String> all) {
        String shown = all.stream().limit(SHOWN).collect(Collectors.joining(","));
        return Column.orNone(all.size() > SHOWN ? shown + " + " + (all.size() - SHOWN) + " more..." : shown);
    }

    static List<Column> endpointSlice() {
        return Column.of(
                name(),
                text("AddressType", "addressType"),
                text(
                        "Ports",
                        each -> Column.orNone(each.list("ports").stream()
                                .map(port -> Json.asText(Json.at(port, "port")))
                                .collect(Collectors.joining(",")))),
                text(
                        "Endpoints",
                        each -> shortened(each.list("endpoints").stream()
                                .flatMap(endpoint -> Json.asList(Json.at(endpoint, "addresses")).stream())
                                .map(Json::asText)
                                .toList())),
                age());
    }

    static List<Column> networkPolicy() {
        return Column.of(
                name(), text("Pod-Selector", each -> WorkloadColumns.selector(each.map("spec", "podSelector"))), age());
    }
}
