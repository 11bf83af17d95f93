package dev.coxswain.notify;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.supervision.RunDriver;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes notices as Kubernetes Events on the run. The name follows from run and notice, so one is written once. */
public final class EventSink implements RunDriver.Sink {

    private static final Logger LOG = LoggerFactory.getLogger(EventSink.class);

    private static final int MESSAGE_LIMIT = 1024;

    private final Effector effector;

    public EventSink(Effector effector) {
        this.effector = effector;
    }

    @Override
    public void deliver(Run run, Run.Notice notice) {
        write(
                new About(
                        run.spec().namespace(),
                        run.spec().name(),
                        run.spec().uid(),
                        run.state().phase()),
                notice);
    }

    @Override
    public void deliverOfUnreadable(KubeObject run, Run.Notice notice) {
        write(new About(run.namespace(), run.name(), run.uid(), "Unreadable"), notice);
    }

    /** What an Event is about, and its reason in a word. */
    private record About(String namespace, String name, String uid, String reason) {}

    private void write(About run, Run.Notice notice) {
        switch (effector.apply(new Effect.Create(event(run, notice)))) {
            case Outcome.Applied _ -> {
                // that is all
            }
            case Outcome.Refused refused when refused.isConflict() -> {
                // it was written before a crash
            }
            case Outcome.Refused(var _, var _, String message) -> lost(run, message);
            case Outcome.Busy(var _, String message) -> lost(run, message);
            case Outcome.Unknown(String message) -> lost(run, message);
        }
    }

    private static void lost(About run, String message) {
        LOG.warn("an Event for {}/{} could not be written: {}", run.namespace(), run.name(), message);
    }

    private static KubeObject event(About run, Run.Notice notice) {
        String text = notice.text().length() <= MESSAGE_LIMIT
                ? notice.text()
                : notice.text().substring(0, MESSAGE_LIMIT - 1) + "…";
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("apiVersion", "v1");
        event.put("kind", "Event");
        event.put("metadata", Map.of("namespace", run.namespace(), "name", run.name() + "." + notice.id()));
        event.put(
                "involvedObject",
                Map.of(
                        "apiVersion", RunJson.GVK.apiVersion(),
                        "kind", RunJson.GVK.kind(),
                        "namespace", run.namespace(),
                        "name", run.name(),
                        "uid", run.uid()));
        event.put("reason", run.reason());
        event.put("message", text);
        event.put("type", notice.severity().equals("info") ? "Normal" : "Warning");
        event.put("source", Map.of("component", "coxswain"));
        event.put(
                "firstTimestamp",
                notice.at().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
        event.put(
                "lastTimestamp",
                notice.at().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
        event.put("count", 1L);
        return KubeObject.of(event);
    }
}
