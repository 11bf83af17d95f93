package dev.coxswain.kube.cache;

import dev.coxswain.kube.client.ApiStreams.Patience;
import java.time.Duration;

/**
 * How long a server may take for what it is asked.
 *
 * @param page of a list that comes in pages
 * @param list that comes in one piece
 * @param event of a watch, from its first byte to its last
 * @param silence of a watch
 * @param length of a watch, at least; less than twice as long are the longest
 * @param grace with which a watch may outlive the end that was asked for
 */
record Deadlines(Patience page, Patience list, Duration event, Duration silence, Duration length, Duration grace) {

    /**
     * A server gives up itself on what takes a minute. A watch in which nothing happens carries a bookmark a minute; one that
     * carries nothing at all has lost its server.
     */
    static final Deadlines USUAL = new Deadlines(
            Patience.of(Duration.ofSeconds(75), Duration.ofMinutes(2)),
            Patience.of(Duration.ofSeconds(75), Duration.ofMinutes(10)),
            Duration.ofSeconds(30),
            Duration.ofSeconds(150),
            Duration.ofMinutes(5),
            Duration.ofSeconds(60));

    /** @param asked after which time the server is to end it */
    Patience watch(Duration asked) {
        return new Patience(silence, event, asked.plus(grace));
    }
}
