package dev.coxswain.run.step;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Query;
import dev.coxswain.run.record.Run;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the engine wants done about a run next. */
public sealed interface Decision {

    /** Journal this, then ask again. */
    record Append(Run run) implements Decision {}

    /** Journal this intent; only when that has succeeded apply the effect, then journal what came back. */
    record Act(Run run, Effect effect) implements Decision {}

    /** Get these answers, then ask again. */
    record Inquire(Set<Query> queries) implements Decision {}

    /** Nothing to do until the world changes or the instant comes. */
    record Wait(String what, Optional<Instant> until) implements Decision {}

    /** Finished. */
    record Rest() implements Decision {}
}
