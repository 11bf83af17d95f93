package dev.coxswain.action.datastore;

import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.action.object.PatchObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.profile.OperatorProfile;
import dev.coxswain.fleet.profile.Pausing;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does what the profile of a datastore says about pausing and resuming it: one patch after the other, each read back. */
final class PausePatches {

    private final Supplier<? extends Collection<OperatorProfile>> profiles;
    private final PatchObject patch = new PatchObject();

    /** @param profiles as they are at the moment of asking */
    PausePatches(Supplier<? extends Collection<OperatorProfile>> profiles) {
        this.profiles = profiles;
    }

    Progress pause(Situation situation) {
        return carryOut(Pausing::pause, "paused", situation);
    }

    Progress resume(Situation situation) {
        return carryOut(Pausing::resume, "taken up again", situation);
    }

    private Progress carryOut(Function<Pausing, List<Pausing.Step>> which, String done, Situation situation) {
        Optional<Datastore> datastore = situation.subject().datastore();
        if (datastore.isEmpty()) {
            return new Progress.Refuse("the run is not about a datastore that could be paused");
        }
        return profiles.get().stream()
                .filter(profile -> profile.name().equals(datastore.get().profile()))
                .flatMap(profile -> profile.pauseOf(datastore.get().resource().gvk()).stream())
                .findFirst()
                .map(which)
                .map(steps -> patchAll(Pausing.patches(steps, datastore.get()), done, situation))
                .orElseGet(() ->
                        new Progress.Refuse("the profile " + datastore.get().profile()
                                + " knows no way to pause one datastore: operator.hold is what remains"));
    }

    private Progress patchAll(Map<ObjectRef, Map<String, @Nullable Object>> patches, String done, Situation situation) {
        for (Map.Entry<ObjectRef, Map<String, @Nullable Object>> each : patches.entrySet()) {
            Progress progress = patch.next(params(each.getKey(), each.getValue()), about(each.getKey(), situation));
            if (!(progress instanceof Progress.Done)) {
                return progress;
            }
        }
        return Progress.Done.because(String.join(
                        ", ", patches.keySet().stream().map(ObjectRef::toString).toList())
                + (patches.size() == 1 ? " is " : " are ")
                + done);
    }

    private static Params params(ObjectRef ref, Map<String, @Nullable Object> merge) {
        Map<String, @Nullable Object> target = new LinkedHashMap<>();
        target.put("apiVersion", ref.gvk().apiVersion());
        target.put("kind", ref.gvk().kind());
        target.put("namespace", ref.namespace());
        target.put("name", ref.name());
        return new Params(Map.of("target", target, "merge", merge));
    }

    /** The situation of one object's patch: what was done to the others is no part of its history. */
    private static Situation about(ObjectRef ref, Situation situation) {
        return new Situation(
                situation.view(),
                situation.fleet(),
                situation.subject(),
                situation.variables(),
                situation.answers(),
                situation.history().stream()
                        .filter(past -> past.effect().target().equals(ref))
                        .toList(),
                situation.run(),
                situation.runUid(),
                situation.stepStartedAt(),
                situation.now(),
                situation.planning());
    }
}
