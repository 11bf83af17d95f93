package dev.coxswain.app.metrics;

import dev.coxswain.run.record.RunState;
import dev.coxswain.run.record.Verdict;
import java.util.List;
import java.util.stream.Stream;

/** The phases of a run, in order of life. */
final class Phases {

    static final List<String> ALL = Stream.concat(
                    Stream.of(
                                    new RunState.Pending(),
                                    new RunState.Planned(),
                                    new RunState.AwaitingApproval(0),
                                    new RunState.Running(0),
                                    new RunState.Verifying(),
                                    new RunState.Compensating(Verdict.FAILED),
                                    new RunState.Stuck(Verdict.FAILED))
                            .map(RunState::phase),
                    Stream.of(Verdict.values()).map(Verdict::phase))
            .toList();

    private Phases() {}
}
