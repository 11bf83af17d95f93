package dev.coxswain.run.step;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.cluster.patch.PatchException;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Sharpening;
import dev.coxswain.run.world.OverlayView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the world tells about an effect of which nobody heard again.
 *
 * <p>Only what the effect sets is compared, and values are compared by what they mean: servers add defaults and managed fields,
 * and write quantities their own way.
 */
public enum Trace {
    APPLIED,
    UNTOUCHED,
    UNKNOWABLE;

    /**
     * @param inverse what undoes the effect, if anything does
     * @param now the target as the server has it; empty when it has none
     */
    public static Trace of(Effect effect, Optional<Effect> inverse, Optional<KubeObject> now) {
        return switch (effect) {
            case Effect.Create(KubeObject object) -> now.isPresent() && isOurs(object, now.get()) ? APPLIED : UNTOUCHED;
            case Effect.Delete(var _, Preconditions preconditions, var _) -> ifGone(preconditions, now);
            case Effect.Evict(var _, Preconditions preconditions) -> ifGone(preconditions, now);
            case Effect.Patch patch ->
                now.map(object -> of(patch, inverse, object)).orElse(UNTOUCHED);
            case Effect.Exec _ -> UNKNOWABLE;
        };
    }

    /** What a run creates says which run did; what says nothing was created by somebody else. */
    private static boolean isOurs(KubeObject created, KubeObject now) {
        return created.annotation(RunJson.CREATED_BY).isPresent()
                && now.annotation(RunJson.CREATED_BY).equals(created.annotation(RunJson.CREATED_BY));
    }

    private static Trace ifGone(Preconditions preconditions, Optional<KubeObject> now) {
        boolean gone = now.isEmpty()
                || now.get().isBeingDeleted()
                || preconditions
                        .uid()
                        .filter(uid -> !uid.equals(now.get().uid()))
                        .isPresent();
        return gone ? APPLIED : UNTOUCHED;
    }

    private static Trace of(Effect.Patch patch, Optional<Effect> inverse, KubeObject now) {
        Preconditions expected = patch.preconditions();
        if (expected.uid().filter(uid -> !uid.equals(now.uid())).isPresent()
                || expected.resourceVersion().equals(Optional.of(now.resourceVersion()))) {
            return UNTOUCHED;
        }
        Optional<Effect.Patch> back = inverse.flatMap(undo ->
                undo instanceof Effect.Patch p && p.type() == PatchType.JSON ? Optional.of(p) : Optional.empty());
        if (back.isPresent()) {
            return isAsLeftBehind(back.get(), now) ? APPLIED : isAsBefore(back.get(), now) ? UNTOUCHED : UNKNOWABLE;
        }
        if (patch.type() == PatchType.JSON) {
            return UNKNOWABLE;
        }
        // setting the same fields once more changes nothing, so a doubt does no harm here
        return isSet(patch, now) ? APPLIED : UNTOUCHED;
    }

    /** Whether all tests of an inverse hold, what it puts back is still missing, and so it has something to do. */
    public static boolean isAsLeftBehind(Effect.Patch inverse, KubeObject now) {
        return !isAsBefore(inverse, now)
                && operations(inverse, true).stream()
                        .allMatch(test -> there(test, now)
                                .map(value -> SameValue.means(value, test.get("value")))
                                .orElse(test.get("value") == null))
                && operations(inverse, false).stream()
                        .filter(change -> "add".equals(change.get("op")))
                        .allMatch(change -> there(change, now).isEmpty());
    }

    private static Optional<Object> there(Map<String, @Nullable Object> operation, KubeObject now) {
        return Sharpening.at(now.tree(), Json.asText(operation.get("path")));
    }

    /** Whether the changes of an inverse would change nothing. */
    public static boolean isAsBefore(Effect.Patch inverse, KubeObject now) {
        return operations(inverse, false).stream().allMatch(change -> {
            Optional<Object> there = there(change, now);
            return "remove".equals(change.get("op"))
                    ? there.isEmpty()
                    : there.map(value -> SameValue.means(value, change.get("value")))
                            .orElse(change.get("value") == null);
        });
    }

    private static List<Map<String, @Nullable Object>> operations(Effect.Patch patch, boolean tests) {
        return Json.asList(patch.body()).stream()
                .map(Json::asMap)
                .filter(op -> "test".equals(op.get("op")) == tests)
                .toList();
    }

    /** Whether the object has everything that the patch sets, and nothing that it takes away. */
    static boolean isSet(Effect.Patch patch, KubeObject now) {
        try {
            return SameValue.differsOnlyByDefaults(
                    OverlayView.patched(now, patch).tree(), now.tree());
        } catch (PatchException doesNotFit) {
            return false;
        }
    }
}
