package dev.coxswain.faults;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run does nothing twice, whoever carries it on; and each change names the very object that was looked at. */
final class NothingTwice implements Invariant {

    private final Map<String, Integer> done = new HashMap<>();
    private final Map<String, String> versionBefore = new HashMap<>();

    @Override
    public String promise() {
        return "P6";
    }

    @Override
    public Optional<String> brokenBy(Happened what, Evidence evidence) {
        return switch (what) {
            case Happened.Reaching(Happened.Deed deed) -> {
                versionBefore.put("", version(deed, evidence));
                yield unconditional(deed.effect());
            }
            case Happened.Done(Happened.Deed deed) -> twice(deed, evidence);
            case Happened.Changed _,
                    Happened.Appended _,
                    Happened.Told _,
                    Happened.Broke _,
                    Happened.Passed _,
                    Happened.Over _ -> Optional.empty();
        };
    }

    private static String version(Happened.Deed deed, Evidence evidence) {
        return evidence.find(deed.effect().target())
                .map(o -> o.resourceVersion())
                .orElse("");
    }

    private Optional<String> twice(Happened.Deed deed, Evidence evidence) {
        if (deed.run().isEmpty() || isRepeatable(deed.effect())) {
            return Optional.empty();
        }
        boolean changed =
                deed.effect() instanceof Effect.Exec || !version(deed, evidence).equals(versionBefore.get(""));
        if (!changed) {
            return Optional.empty();
        }
        String key = deed.run().get().spec().key();
        // when somebody does away with a run, the next one for what goes on may bear its name
        String uid = evidence.run(key).map(KubeObject::uid).orElse("");
        String what = key + " " + uid + ": " + name(deed.effect());
        return done.merge(what, 1, Integer::sum) > 1 ? Optional.of("done twice: " + what) : Optional.empty();
    }

    private static String name(Effect effect) {
        return switch (effect) {
            case Effect.Patch patch -> patch.summary() + " " + shape(patch);
            case Effect.Create _, Effect.Delete _, Effect.Evict _, Effect.Exec _ -> effect.summary();
        };
    }

    /** Without what differs from try to try: a deadline that is counted from the present. */
    private static String shape(Effect.Patch patch) {
        return Json.print(patch.body()).replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>");
    }

    private static boolean isRepeatable(Effect effect) {
        return effect instanceof Effect.Exec exec && exec.repeatable();
    }

    private static Optional<String> unconditional(Effect effect) {
        Optional<Preconditions> preconditions = switch (effect) {
            case Effect.Create _ -> Optional.empty();
            case Effect.Patch patch ->
                patch.type() == PatchType.APPLY || patch.body() instanceof List<?>
                        ? Optional.empty()
                        : Optional.of(patch.preconditions());
            case Effect.Delete delete -> Optional.of(delete.preconditions());
            case Effect.Evict evict -> Optional.of(evict.preconditions());
            case Effect.Exec exec -> Optional.of(exec.preconditions());
        };
        return preconditions
                .filter(Preconditions.NONE::equals)
                .map(_ -> effect.summary() + " names neither the uid nor the version that was looked at");
    }
}
