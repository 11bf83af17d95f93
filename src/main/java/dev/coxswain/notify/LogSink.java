package dev.coxswain.notify;

import dev.coxswain.run.record.Run;
import dev.coxswain.run.supervision.RunDriver;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes notices to the log. */
public final class LogSink implements RunDriver.Sink {

    private static final Logger LOG = LoggerFactory.getLogger("dev.coxswain.notice");

    @Override
    public void deliver(Run run, Run.Notice notice) {
        switch (notice.severity().toLowerCase(Locale.ROOT)) {
            case "critical" -> LOG.error("{}: {}", run.spec().key(), notice.text());
            case "warning" -> LOG.warn("{}: {}", run.spec().key(), notice.text());
            default -> LOG.info("{}: {}", run.spec().key(), notice.text());
        }
    }
}
