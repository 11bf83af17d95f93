package dev.coxswain.app.supervision;

import java.time.Duration;

/** How long a stretch of the supervisor's time takes on the wall: in a demonstration time runs faster. */
public interface Tempo {

    Tempo REAL = duration -> duration;

    Duration onTheWall(Duration duration);
}
