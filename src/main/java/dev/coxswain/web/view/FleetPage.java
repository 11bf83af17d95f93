package dev.coxswain.web.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.coxswain.cluster.Json;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.Operator;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators, and a part of the datastores; those in trouble first. */
@Serdeable
public record FleetPage(List<OperatorLine> operators, Slice<DatastoreView> datastores) {

    /**
     * @param pods how many there are
     * @param heldBy the run that holds it; empty when it is not held
     */
    @Serdeable
    public record OperatorLine(
            String namespace,
            String name,
            String profile,
            String version,
            long replicas,
            int pods,
            int datastores,
            String heldBy,
            @Nullable Stamp heldUntil) {
        @JsonIgnore
        public Tone tone() {
            return !heldBy.isEmpty() ? Tone.ASKS : replicas > 0 && pods > 0 ? Tone.GOOD : Tone.BAD;
        }

        @JsonIgnore
        public String state() {
            return !heldBy.isEmpty() ? "held" : replicas > 0 && pods > 0 ? "running" : "not running";
        }
    }

    @Serdeable
    public record DatastoreView(
            String namespace, String name, String kind, String profile, boolean healthy, List<MemberLine> members) {}

    @Serdeable
    public record MemberLine(
            String name, String component, String role, boolean ready, long restarts, String node, String waiting) {}

    static FleetPage of(Fleet fleet, int offset, int limit, Instant now) {
        List<Datastore> ordered = fleet.datastores().stream()
                .sorted(Comparator.comparing(FleetPage::isHealthy)
                        .thenComparing(Datastore::namespace)
                        .thenComparing(Datastore::name))
                .toList();
        return new FleetPage(
                fleet.operators().stream()
                        .map(operator -> operator(fleet, operator, now))
                        .toList(),
                Slice.of(ordered, offset, limit, FleetPage::datastore));
    }

    private static OperatorLine operator(Fleet fleet, Operator operator, Instant now) {
        return new OperatorLine(
                operator.namespace(),
                operator.name(),
                operator.profile(),
                operator.version(),
                operator.replicas(),
                operator.pods().size(),
                fleet.servedBy(operator).size(),
                operator.held().map(hold -> hold.by()).orElse(""),
                operator.held().map(hold -> Stamp.of(hold.until(), now)).orElse(null));
    }

    private static boolean isHealthy(Datastore datastore) {
        return Boolean.TRUE.equals(datastore.values().get("healthy"));
    }

    private static DatastoreView datastore(Datastore datastore) {
        return new DatastoreView(
                datastore.namespace(),
                datastore.name(),
                datastore.resource().gvk().kind(),
                datastore.profile(),
                isHealthy(datastore),
                datastore.members().stream().map(FleetPage::member).toList());
    }

    private static MemberLine member(Member member) {
        return new MemberLine(
                member.name(),
                member.component(),
                Json.asText(member.values().get("role")),
                Boolean.TRUE.equals(member.values().get("ready")),
                Json.asLong(member.values().get("restarts"), 0),
                Json.asText(member.values().get("node")),
                Json.asText(member.values().get("waiting")));
    }
}
