package dev.coxswain.run.plan;

import dev.coxswain.action.Params;
import dev.coxswain.action.operator.RestartOperator;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.fleet.Hold;
import dev.coxswain.run.journal.EffectJson;
import dev.coxswain.run.record.Plan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a plan, and whether an effect is one that the plan foresaw.
 *
 * <p>What changes from minute to minute without changing what is done (resource versions, the deadline of a hold, the moment
 * of a restart) is left out.
 * The uid of an object that is to be deleted or evicted is kept in: another pod of the same name is another deed.
 */
public final class PlanDigest {

    private PlanDigest() {}

    public static String of(List<Plan.Planned> effects) {
        List<Object> lines = effects.stream()
                .<Object>map(planned -> List.of(planned.step(), essence(planned.effect())))
                .toList();
        // a map that was written down in code has another order in each process, and another process may look at the
        // answer
        return sha256(Json.print(Json.sorted(lines))).substring(0, 16);
    }

    /** Whether the plan foresaw that the step would do this. */
    public static boolean foresees(Plan plan, String step, Effect effect) {
        return plan.effects().stream()
                .anyMatch(planned -> planned.step().equals(step) && covers(planned.effect(), effect));
    }

    /** Whether the effect is the planned one, up to the values that the plan could not know yet. */
    private static boolean covers(Effect planned, Effect actual) {
        return planned.target().equals(actual.target()) && matches(essence(planned), essence(actual));
    }

    private static Map<String, @Nullable Object> essence(Effect effect) {
        Map<String, @Nullable Object> essence = Json.mutableMap(EffectJson.write(effect));
        if (!(effect instanceof Effect.Delete) && !(effect instanceof Effect.Evict)) {
            essence.remove("uid");
        }
        essence.remove("resourceVersion");
        if (effect instanceof Effect.Patch patch) {
            essence.put("body", Json.mutableCopy(patch.body()));
        }
        Object annotations = Json.at(essence, "body", "metadata", "annotations");
        if (annotations instanceof Map<?, ?> map) {
            map.remove(Hold.UNTIL);
            map.remove(Hold.BY);
            map.remove(Hold.BY_UID);
        }
        Object ofPods = Json.at(essence, "body", "spec", "template", "metadata", "annotations");
        if (ofPods instanceof Map<?, ?> map) {
            map.remove(RestartOperator.RESTARTED_AT);
        }
        return essence;
    }

    private static boolean matches(@Nullable Object planned, @Nullable Object actual) {
        if (planned instanceof String text && text.contains(Params.KNOWN_LATER)) {
            return matches(text, actual);
        }
        return switch (planned) {
            case Map<?, ?> map ->
                actual instanceof Map<?, ?> other
                        && map.keySet().equals(other.keySet())
                        && map.keySet().stream().allMatch(key -> matches(map.get(key), other.get(key)));
            case List<?> list -> actual instanceof List<?> other && sameItems(list, other);
            case null, default -> Objects.equals(planned, actual);
        };
    }

    /** What the plan could not know may be any scalar; what stands before and after it is as it was approved. */
    private static boolean matches(String planned, @Nullable Object actual) {
        if (!(actual instanceof String || actual instanceof Number || actual instanceof Boolean)) {
            return false;
        }
        String pattern = Stream.of(planned.split(Pattern.quote(Params.KNOWN_LATER), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(actual.toString())
                .matches();
    }

    private static boolean sameItems(List<?> planned, List<?> actual) {
        if (planned.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < planned.size(); i++) {
            if (!matches(planned.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
