package dev.coxswain.action.object;

import dev.coxswain.action.Params;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.patch.JsonPatch;
import dev.coxswain.cluster.patch.MergePatch;
import dev.coxswain.cluster.patch.StrategicPatch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The patch that a step was given, in one of the three formats. */
sealed interface PatchBody {

    record Wrong(String why) implements PatchBody {}

    record Right(PatchType type, Object body) implements PatchBody {

        /** @throws dev.coxswain.cluster.patch.PatchException when it does not fit */
        Map<String, @Nullable Object> appliedTo(KubeObject object) {
            return switch (type) {
                case MERGE -> Json.asMap(MergePatch.apply(object.tree(), body));
                case STRATEGIC -> StrategicPatch.apply(object.gvk(), object.tree(), Json.asMap(body));
                case JSON -> Json.asMap(JsonPatch.apply(object.tree(), Json.asList(body)));
                case APPLY -> throw new IllegalStateException("only the server can tell what apply makes of an object");
            };
        }

        /** Whether applying it to its own result changes nothing, so that it tells what is missing. */
        boolean isRepeatable() {
            return type != PatchType.JSON;
        }
    }

    static PatchBody of(Params with) {
        List<String> given =
                Stream.of("merge", "strategic", "json").filter(with::has).toList();
        if (given.size() != 1) {
            return new Wrong("one of merge, strategic and json is needed, but there is "
                    + (given.isEmpty() ? "none" : String.join(" and ", given)));
        }
        Object body = Objects.requireNonNull(with.values().get(given.getFirst()));
        return switch (given.getFirst()) {
            case "merge" -> map(PatchType.MERGE, body);
            case "strategic" -> map(PatchType.STRATEGIC, body);
            default ->
                body instanceof List<?>
                        ? new Right(PatchType.JSON, body)
                        : new Wrong("json is not a list of operations");
        };
    }

    private static PatchBody map(PatchType type, Object body) {
        return body instanceof Map<?, ?>
                ? new Right(type, body)
                : new Wrong(type == PatchType.MERGE ? "merge is not a map" : "strategic is not a map");
    }
}
