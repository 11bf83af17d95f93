package dev.coxswain.run;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Asking;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.FleetModel;
import java.util.List;
import java.util.Map;

/** Recognises the fleet in a view, with what its members answered. */
public record FleetReader(FleetModel model) {

    /** @param answers by the query that was put; members that were not asked say nothing */
    Fleet read(ClusterView view, Map<Query, Answer> answers) {
        Fleet silent = model.fleet(view, Answers.NONE);
        if (answers.isEmpty()) {
            return silent;
        }
        Answers said = Answers.NONE;
        for (Datastore datastore : silent.datastores()) {
            for (Asking asking : model.questions(datastore)) {
                Answer answer = answers.get(asking.query());
                if (answer != null) {
                    said = said.with(asking.key(), asking.read(answer));
                }
            }
        }
        return model.fleet(view, said);
    }

    /** What to ask the members of a datastore so that {@code says} is filled. */
    List<Query.Ask> questions(Datastore datastore) {
        return model.questions(datastore).stream().map(Asking::query).toList();
    }
}
