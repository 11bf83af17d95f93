package dev.coxswain.notify;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.supervision.RunDriver;
import java.util.List;

/** Delivers each notice to several places, one after the other. */
public record SeveralSinks(List<RunDriver.Sink> sinks) implements RunDriver.Sink {

    public SeveralSinks {
        sinks = List.copyOf(sinks);
    }

    @Override
    public void deliver(Run run, Run.Notice notice) {
        sinks.forEach(sink -> sink.deliver(run, notice));
    }

    @Override
    public void deliverOfUnreadable(KubeObject run, Run.Notice notice) {
        sinks.forEach(sink -> sink.deliverOfUnreadable(run, notice));
    }
}
