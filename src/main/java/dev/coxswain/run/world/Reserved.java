package dev.coxswain.run.world;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.fleet.Hold;
import dev.coxswain.run.journal.RunJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What no step may do, whatever its rights.
 *
 * <ol>
 *   <li>Touch what decides about runs: decisions, runs, playbooks and profiles, and the policies that attest whose they are. The
 *       supervisor's rights reach them, so a playbook could answer its own question.
 *   <li>Write the values of a Secret: plan and journal would hold them.
 *   <li>Forge the marks by which holds and created objects are known.
 * </ol>
 */
public final class Reserved {

    private static final String OURS = "coxswain.dev";

    /** How the policies and the definitions of our kinds are called. */
    private static final String NAMES = ".coxswain.dev";

    private static final Set<String> MARKS =
            Set.of(RunJson.CREATED_BY, Hold.BY, Hold.BY_UID, Hold.UNTIL, Hold.REPLICAS);

    private static final Set<String> HOLDERS = Set.of("operator.hold", "operator.release");

    private Reserved() {}

    /** Why the effect is not for a step; empty when nothing speaks against it. */
    public static Optional<String> objection(String action, Effect effect) {
        ObjectRef target = effect.target();
        if (target.gvk().group().equals(OURS) || target.name().endsWith(NAMES)) {
            return Optional.of(effect.summary() + ": a playbook may not change what decides about playbooks");
        }
        if (target.gvk().kind().equals("Secret") && target.gvk().group().isEmpty() && writesValues(effect)) {
            return Optional.of(effect.summary()
                    + ": a playbook may not write the values of a Secret, for its journal would" + " hold them");
        }
        if (!HOLDERS.contains(action) && marks(effect)) {
            return Optional.of(effect.summary() + ": the annotations by which holds and created objects are known are"
                    + " set by the supervisor alone");
        }
        return Optional.empty();
    }

    private static boolean writesValues(Effect effect) {
        return switch (effect) {
            case Effect.Create(KubeObject object) ->
                !object.map("data").isEmpty() || !object.map("stringData").isEmpty();
            case Effect.Patch patch
            when patch.body() instanceof List<?> operations ->
                operations.stream().anyMatch(Reserved::isOnValues);
            case Effect.Patch patch ->
                Json.asMap(patch.body()).containsKey("data")
                        || Json.asMap(patch.body()).containsKey("stringData");
            case Effect.Delete _, Effect.Evict _, Effect.Exec _ -> false;
        };
    }

    private static boolean isOnValues(@Nullable Object operation) {
        String path = Json.asText(Json.at(operation, "path"));
        return path.isEmpty() || path.startsWith("/data") || path.startsWith("/stringData");
    }

    private static boolean marks(Effect effect) {
        return switch (effect) {
            case Effect.Create(KubeObject object) ->
                object.annotations().keySet().stream().anyMatch(MARKS::contains);
            case Effect.Patch patch
            when patch.body() instanceof List<?> operations ->
                operations.stream().anyMatch(Reserved::isOnAnnotations);
            case Effect.Patch patch ->
                Json.asMap(Json.at(patch.body(), "metadata", "annotations")).keySet().stream()
                        .anyMatch(MARKS::contains);
            case Effect.Delete _, Effect.Evict _, Effect.Exec _ -> false;
        };
    }

    /** A JSON Patch may move a whole map, or one key whose slashes are written as tildes. */
    private static boolean isOnAnnotations(@Nullable Object operation) {
        String path = Json.asText(Json.at(operation, "path")).replace("~1", "/");
        String text = Json.print(Json.copy(operation)).replace("~1", "/");
        return path.startsWith("/metadata") && MARKS.stream().anyMatch(text::contains);
    }
}
