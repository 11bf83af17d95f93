package dev.coxswain.cli;

import dev.coxswain.cli.choice.Sources;
import dev.coxswain.cli.console.FetchedView;
import dev.coxswain.cli.console.OperatorImages;
import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Asker;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.supervision.LeftPaused;
import dev.coxswain.run.world.FleetReader;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows the datastores that runs have paused and not given back, and gives them back where that is safe. */
record PausedOnes(Effector effector, Asker asker, FetchedView view, PrintWriter err) {

    /**
     * @param all to give them back; otherwise they are only shown
     * @return how many could not be given back
     */
    int restore(boolean all, PrintWriter out) {
        List<Run> runs = view.list(RunJson.GVK).stream().flatMap(this::readable).toList();
        if (runs.stream().allMatch(run -> run.state().isFinished())) {
            return 0;
        }
        FleetModel model = Sources.fleet(view, new OperatorImages(), err);
        List<LeftPaused> paused = LeftPaused.among(new FleetReader(model).read(view, Map.of()), model, runs);
        int failures = 0;
        for (LeftPaused each : paused) {
            String what = each.resource().ref() + ", paused by run "
                    + each.run().spec().key();
            if (!all) {
                out.println(what + ": the run gives it back; where no supervisor is left to go on with it, --all does");
                continue;
            }
            Optional<String> objection = LeftPaused.danger(asked(each, model)).or(() -> refusal(each.giveBack()));
            if (objection.isEmpty()) {
                out.println("gave " + what + ", back to its operator");
            } else {
                err.println("coxswain: " + what + ", is not given back: " + objection.get());
                failures++;
            }
        }
        return failures;
    }

    private Stream<Run> readable(dev.coxswain.cluster.KubeObject object) {
        try {
            return Stream.of(RunJson.read(object));
        } catch (IllegalArgumentException unreadable) {
            err.println("coxswain: no readable run: " + unreadable.getMessage());
            return Stream.empty();
        }
    }

    /** The same datastore, with what its members say of themselves at this moment. */
    private Datastore asked(LeftPaused paused, FleetModel model) {
        Map<Query, Answer> answers = new LinkedHashMap<>();
        model.questions(paused.datastore()).forEach(asking -> answers.put(asking.query(), asker.ask(asking.query())));
        return new FleetReader(model)
                .read(view, answers).datastores().stream()
                        .filter(datastore -> datastore
                                .resource()
                                .ref()
                                .equals(paused.resource().ref()))
                        .findFirst()
                        .orElse(paused.datastore());
    }

    private Optional<String> refusal(List<Effect> effects) {
        return effects.stream()
                .flatMap(effect -> effector.apply(effect).complaint().stream())
                .findFirst();
    }
}
