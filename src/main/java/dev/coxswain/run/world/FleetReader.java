package dev.coxswain.run.world;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.recognition.Asking;
import dev.coxswain.fleet.recognition.FleetModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Recognises the fleet in a view, with what its members answered; the last readings are kept, for a pass looks often. */
public final class FleetReader {

    private static final int KEPT = 4;

    private final Supplier<FleetModel> models;
    private volatile List<Reading> readings = List.of();

    private record Reading(FleetModel model, ClusterView view, Map<Query, Answer> answers, Fleet fleet) {
        @SuppressWarnings("ReferenceEquality") // a snapshot is the same only as itself, and so is a model
        boolean isOf(FleetModel otherModel, ClusterView other, Map<Query, Answer> otherAnswers) {
            return model == otherModel && view == other && answers.equals(otherAnswers);
        }
    }

    public FleetReader(FleetModel model) {
        this(() -> model);
    }

    /** @param models the present one, always the same for as long as the profiles are the same */
    public FleetReader(Supplier<FleetModel> models) {
        this.models = models;
    }

    /** @param answers by the query that was put; members that were not asked say nothing */
    public Fleet read(ClusterView view, Map<Query, Answer> answers) {
        FleetModel model = models.get();
        List<Reading> known = readings;
        for (Reading reading : known) {
            if (reading.isOf(model, view, answers)) {
                return reading.fleet();
            }
        }
        Fleet fleet = recognise(model, view, answers);
        if (!(view instanceof OverlayView)) {
            // an overlay goes on changing
            List<Reading> newest = new ArrayList<>(List.of(new Reading(model, view, Map.copyOf(answers), fleet)));
            newest.addAll(known.subList(0, Math.min(known.size(), KEPT - 1)));
            readings = List.copyOf(newest);
        }
        return fleet;
    }

    private static Fleet recognise(FleetModel model, ClusterView view, Map<Query, Answer> answers) {
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

    public FleetModel model() {
        return models.get();
    }

    /** What to ask the members of a datastore so that {@code says} is filled. */
    List<Query.Ask> questions(Datastore datastore) {
        return model().questions(datastore).stream().map(Asking::query).toList();
    }

    /** What to ask one member so that this part of its {@code says} is filled. */
    List<Query.Ask> questions(Datastore datastore, Member member, Set<String> names) {
        return model().questions(datastore, member).stream()
                .filter(asking -> names.contains(asking.key().question()))
                .map(Asking::query)
                .toList();
    }
}
