package dev.coxswain.run.supervision;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.PatchType;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.profile.Pausing;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.StepRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A datastore that its operator leaves alone because of a run that is not over, and that nobody may be there to give back.
 *
 * <p>Who paused it stands in the run's journal and nowhere else: an operator may copy whatever is written on the resource into
 * the pods, and roll them.
 */
public record LeftPaused(Datastore datastore, Pausing pausing, Run run) {

    public static List<LeftPaused> among(Fleet fleet, FleetModel model, Collection<Run> runs) {
        List<LeftPaused> found = new ArrayList<>();
        for (Datastore datastore : fleet.datastores()) {
            pausing(datastore, model)
                    .ifPresent(pausing -> runs.stream()
                            .filter(run -> !run.state().isFinished() && hasPaused(run, datastore, pausing))
                            .findFirst()
                            .ifPresent(run -> found.add(new LeftPaused(datastore, pausing, run))));
        }
        return found;
    }

    /** Empty when it is not paused. */
    private static Optional<Pausing> pausing(Datastore datastore, FleetModel model) {
        return Boolean.TRUE.equals(datastore.values().get("paused"))
                ? model.profile(datastore.profile())
                        .flatMap(profile -> profile.pauseOf(datastore.resource().gvk()))
                : Optional.empty();
    }

    /** Whether the last that the run did about pausing was to pause it, or is about to be. */
    private static boolean hasPaused(Run run, Datastore datastore, Pausing pausing) {
        Object pause = body(pausing.pause(), datastore);
        Object resume = body(pausing.resume(), datastore);
        return run.steps().stream()
                .flatMap(LeftPaused::effects)
                .filter(effect -> effect.target().equals(datastore.resource().ref()))
                .flatMap(effect -> effect instanceof Effect.Patch patch ? Stream.of(patch.body()) : Stream.empty())
                .filter(body -> body.equals(pause) || body.equals(resume))
                .reduce((_, later) -> later)
                .filter(last -> last.equals(pause))
                .isPresent();
    }

    private static Stream<Effect> effects(StepRecord step) {
        return Stream.concat(step.history().stream().map(StepRecord.Past::effect), step.pending().stream());
    }

    private static Object body(List<Pausing.Step> steps, Datastore datastore) {
        Map<String, @Nullable Object> patch = Pausing.patches(steps, datastore)
                .getOrDefault(datastore.resource().ref(), Map.of());
        return java.util.Objects.requireNonNull(Json.copy(patch));
    }

    /** What gives it back, provided that the resource is still as it was seen. */
    public List<Effect> giveBack() {
        List<Effect> effects = new ArrayList<>();
        Pausing.patches(pausing.resume(), datastore)
                .forEach((ref, body) -> effects.add(new Effect.Patch(ref, PatchType.MERGE, body, unchanged(ref))));
        return effects;
    }

    private Preconditions unchanged(ObjectRef ref) {
        return ref.equals(datastore.resource().ref())
                ? Preconditions.sameVersion(datastore.resource())
                : Preconditions.NONE;
    }

    /**
     * Why a person has to decide before the operator may have it back: it could choose stale data.
     *
     * @param asked the datastore with what its members say themselves
     */
    public static Optional<String> danger(Datastore asked) {
        List<@Nullable Object> primaries = Json.asList(asked.values().get("primaries"));
        boolean ready = primaries.size() == 1 && Boolean.TRUE.equals(Json.at(primaries.getFirst(), "ready"));
        return ready
                ? Optional.empty()
                : Optional.of("there is not exactly one ready primary by its own word, but " + primaries.size()
                        + ", and the operator might choose stale data");
    }

    /** As it was seen, for whoever gives it back by hand. */
    public KubeObject resource() {
        return datastore.resource();
    }
}
