package dev.coxswain.action.datastore;

import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.action.object.Marking;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.OperatorProfile;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the profiles pause one datastore, and how that is set and taken away. */
final class PauseAnnotation {

    private final Map<String, OperatorProfile> byName = new HashMap<>();
    private final Marking marking = new Marking("annotations");

    PauseAnnotation(Collection<OperatorProfile> profiles) {
        for (OperatorProfile profile : profiles) {
            byName.put(profile.name(), profile);
        }
    }

    Progress pause(Situation situation) {
        return on(situation, (datastore, pause) -> mark(datastore, pause.annotation(), pause.value(), situation));
    }

    Progress resume(Situation situation) {
        return on(situation, (datastore, pause) -> mark(datastore, pause.annotation(), null, situation));
    }

    private interface Change {
        Progress of(Datastore datastore, OperatorProfile.NativePause pause);
    }

    private Progress on(Situation situation, Change change) {
        Optional<Datastore> datastore = situation.subject().datastore();
        if (datastore.isEmpty()) {
            return new Progress.Refuse("the run is not about a datastore that could be paused");
        }
        return Optional.ofNullable(byName.get(datastore.get().profile()))
                .flatMap(profile -> profile.pauseOf(datastore.get().resource().gvk()))
                .map(pause -> change.of(datastore.get(), pause))
                .orElseGet(() ->
                        new Progress.Refuse("the profile " + datastore.get().profile()
                                + " knows no way to pause one datastore: operator.hold is what remains"));
    }

    private Progress mark(Datastore datastore, String annotation, @Nullable String value, Situation situation) {
        Map<String, @Nullable Object> set = new HashMap<>();
        set.put(annotation, value);
        return marking.mark(datastore.resource().ref(), set, situation);
    }
}
