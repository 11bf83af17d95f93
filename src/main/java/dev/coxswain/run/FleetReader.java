package dev.coxswain.run;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Asking;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.FleetModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Recognises the fleet in a view, with what its members answered; the last readings are kept, for a pass looks often. */
public final class FleetReader {

    private static final int KEPT = 4;

    private final FleetModel model;
    private volatile List<Reading> readings = List.of();

    private record Reading(ClusterView view, Map<Query, Answer> answers, Fleet fleet) {
        @SuppressWarnings("ReferenceEquality") // a snapshot is the same only as itself
        boolean isOf(ClusterView other, Map<Query, Answer> otherAnswers) {
            return view == other && answers.equals(otherAnswers);
        }
    }

    public FleetReader(FleetModel model) {
        this.model = model;
    }

    /** @param answers by the query that was put; members that were not asked say nothing */
    Fleet read(ClusterView view, Map<Query, Answer> answers) {
        List<Reading> known = readings;
        for (Reading reading : known) {
            if (reading.isOf(view, answers)) {
                return reading.fleet();
            }
        }
        Fleet fleet = recognise(view, answers);
        if (!(view instanceof OverlayView)) {
            // an overlay goes on changing
            List<Reading> newest = new ArrayList<>(List.of(new Reading(view, Map.copyOf(answers), fleet)));
            newest.addAll(known.subList(0, Math.min(known.size(), KEPT - 1)));
            readings = List.copyOf(newest);
        }
        return fleet;
    }

    private Fleet recognise(ClusterView view, Map<Query, Answer> answers) {
        Fleet silent = model.fleet(view, Answers.NONE);
        if (answers.isEmpty()) {
            return silent;
        }
        Set<ObjectRef> asked = new HashSet<>();
        answers.keySet().forEach(query -> {
            if (query instanceof Query.Ask ask) {
                asked.add(ask.pod());
            }
        });
        Answers said = Answers.NONE;
        for (Datastore datastore : silent.datastores()) {
            if (datastore.members().stream()
                    .noneMatch(member -> asked.contains(member.pod().ref()))) {
                continue;
            }
            for (Asking asking : model.questions(datastore)) {
                Answer answer = answers.get(asking.query());
                if (answer != null) {
                    said = said.with(asking.key(), asking.read(answer));
                }
            }
        }
        return model.fleet(view, said);
    }

    FleetModel model() {
        return model;
    }

    /** What to ask the members of a datastore so that {@code says} is filled. */
    List<Query.Ask> questions(Datastore datastore) {
        return model.questions(datastore).stream().map(Asking::query).toList();
    }
}
