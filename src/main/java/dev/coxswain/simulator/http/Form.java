package dev.coxswain.simulator.http;

import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** In which form a client wants its answer: in what encoding, and as which view of the object. */
record Form(boolean isYaml, View view) {

    private static final String KNOWN = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
    static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /** What of an object is wanted. */
    enum View {
        WHOLE,
        TABLE,
        METADATA,
        /** Only for the documents of discovery, and only where they come in this form. */
        AGGREGATED_DISCOVERY
    }

    /** @param parameters lower-case names, without {@code q} */
    private record Clause(String type, Map<String, String> parameters) {

        static Clause of(String text) {
            String[] parts = text.split(";", -1);
            Map<String, String> parameters = new HashMap<>();
            for (int i = 1; i < parts.length; i++) {
                String[] pair = parts[i].strip().split("=", 2);
                if (pair.length == 2) {
                    parameters.put(pair[0].toLowerCase(Locale.ROOT), pair[1]);
                }
            }
            return new Clause(parts[0].strip().toLowerCase(Locale.ROOT), parameters);
        }

        boolean isSpoken() {
            return List.of("application/json", "application/yaml", "application/*", "*/*")
                    .contains(type);
        }

        Optional<View> view() {
            String as = parameters.getOrDefault("as", "");
            boolean isMeta = parameters.getOrDefault("g", "").equals("meta.k8s.io")
                    && List.of("v1", "v1beta1").contains(parameters.getOrDefault("v", ""));
            boolean isDiscovery = parameters.getOrDefault("g", "").equals("apidiscovery.k8s.io")
                    && parameters.getOrDefault("v", "").equals("v2");
            return switch (as) {
                case "" -> Optional.of(View.WHOLE);
                case "Table" -> isMeta ? Optional.of(View.TABLE) : Optional.empty();
                case "PartialObjectMetadata", "PartialObjectMetadataList" ->
                    isMeta ? Optional.of(View.METADATA) : Optional.empty();
                case "APIGroupDiscoveryList" -> isDiscovery ? Optional.of(View.AGGREGATED_DISCOVERY) : Optional.empty();
                default -> Optional.empty();
            };
        }
    }

    /**
     * @param accept the header as it came; empty for whatever the server likes
     * @throws ApiException 406 when none of what is asked for is spoken here
     */
    static Form of(String accept) {
        List<Clause> clauses = new ArrayList<>();
        for (String text : accept.split(",", -1)) {
            if (!text.isBlank()) {
                clauses.add(Clause.of(text));
            }
        }
        if (clauses.isEmpty()) {
            return new Form(false, View.WHOLE);
        }
        for (Clause clause : clauses) {
            Optional<View> view = clause.isSpoken() ? clause.view() : Optional.empty();
            if (view.isPresent()) {
                return new Form(clause.type().equals("application/yaml"), view.orElseThrow());
            }
        }
        throw clauses.stream().anyMatch(Clause::isSpoken)
                ? Refusals.failure(406, "NotAcceptable", "only the following media types are accepted: " + KNOWN, null)
                : Refusals.failure(
                        406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " + KNOWN, Map.of());
    }

    String contentType() {
        return isYaml ? "application/yaml" : "application/json";
    }
}
