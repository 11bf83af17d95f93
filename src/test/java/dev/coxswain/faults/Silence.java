package dev.coxswain.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Keeps the log of a play out of the build's, and hands on what breaks: a play makes more lines than anybody reads. */
final class Silence implements AutoCloseable {

    private static final ThreadLocal<Consumer<Throwable>> LISTENER = new ThreadLocal<>();

    static {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).addTurboFilter(new Muted());
    }

    private static final class Muted extends TurboFilter {
        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] params,
                @Nullable Throwable thrown) {
            Consumer<Throwable> listener = LISTENER.get();
            if (listener == null) {
                return FilterReply.NEUTRAL;
            }
            if (thrown != null) {
                listener.accept(thrown);
            }
            return FilterReply.DENY;
        }
    }

    Silence() {
        LISTENER.set(_ -> {});
    }

    void whenSomethingBreaks(Consumer<Throwable> listener) {
        LISTENER.set(listener);
    }

    @Override
    public void close() {
        LISTENER.remove();
    }
}
