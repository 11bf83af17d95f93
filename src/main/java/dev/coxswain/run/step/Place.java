package dev.coxswain.run.step;

import dev.coxswain.action.Progress;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.StepRecord;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a step stands, in the playbook's order or among those that undo one, and so what its course means for the run. */
public interface Place {

    Playbook.Step step();

    StepRecord record();

    /** The variables that only this place knows. */
    Map<String, @Nullable Object> own();

    /** The run, in whose journal the record stands from now on. */
    Run keeping(Run run, StepRecord record);

    /**
     * The journal of an effect that was applied.
     *
     * @param result the object that it left behind, if told
     */
    Run applied(Run run, StepRecord record, StepRecord.Past effect, Optional<KubeObject> result);

    /** The journal of an effect that was not applied after all. */
    Run notApplied(Run run, StepRecord record);

    /** Journals the intent and applies the effect, if nothing speaks against it. */
    Decision apply(Effect effect, Optional<Effect> inverse, Map<String, @Nullable Object> variables);

    Decision start(Progress.Start start);

    /** The step is over and went well, or does not matter. */
    Run over(Run run, StepRecord ended);

    Run failed(Run run, StepRecord ended);

    /** Nobody can tell whether the step's effect was applied, and it must not be applied twice. */
    Run unknowable(Run run, StepRecord ended);
}
