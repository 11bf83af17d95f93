package dev.coxswain.run.supervision;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Redaction;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people of runs that cannot be read: in the log at each look, and where notices go once for a run and a reason. */
final class Unreadable {

    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

    private final RunDriver.Sink sink;
    private final InstantSource clock;
    /** What was told last of each run, {@code namespace/name}. */
    private final Map<String, String> told = new HashMap<>();

    Unreadable(RunDriver.Sink sink, InstantSource clock) {
        this.sink = sink;
        this.clock = clock;
    }

    void tell(KubeObject run, String why) {
        String key = run.namespace() + "/" + run.name();
        String text = Redaction.text("it cannot go on and keeps its locks: " + why
                + ". Mend its status; or undo by hand what it did, and take its finalizer " + RunJson.FINALIZER
                + " away");
        LOG.error("run {}: {}", key, text);
        // after a restart as well, it is the same notice
        String id = "unreadable-" + UUID.nameUUIDFromBytes((run.uid() + why).getBytes(StandardCharsets.UTF_8));
        if (isNews(key, id)) {
            sink.deliverOfUnreadable(run, new Run.Notice(id, "critical", text, clock.instant(), false));
        }
    }

    private synchronized boolean isNews(String key, String id) {
        return !id.equals(told.put(key, id));
    }

    /** It could be read, or is there no longer. */
    synchronized void forget(String key) {
        told.remove(key);
    }
}
