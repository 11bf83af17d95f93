package dev.coxswain.cli.story;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts what is heard into the order in which it happened: some of it is told late, as by a journal that is written after the deed.
 *
 * <p>A line is held back for a few looks. When its time has come, all that happened before it goes first, however shortly ago that
 * was heard. Of what happened at one instant, what was heard first goes first. What is heard too late for its place goes next, with
 * the time of the line before it.
 */
public final class InOrder {

    /** How many looks a line is held back. */
    static final int LOOKS = 8;

    /** Something that somebody did, and when. */
    public record Line(Instant at, String who, String what) {}

    private record Held(Line line, int since) {}

    private final List<Held> held = new ArrayList<>();
    private int looks;
    private Instant told = Instant.MIN;

    public void hear(Line line) {
        Instant at = line.at().isBefore(told) ? told : line.at();
        held.add(new Held(new Line(at, line.who(), line.what()), looks));
    }

    /** What may be told at this look, the oldest first. */
    public List<Line> look() {
        looks++;
        return upTo(held.stream()
                .filter(one -> looks - one.since() >= LOOKS)
                .map(one -> one.line().at())
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN));
    }

    /** All that has been heard, the oldest first, because there is no time to wait for more. */
    public List<Line> rest() {
        return upTo(Instant.MAX);
    }

    private List<Line> upTo(Instant latest) {
        List<Line> ripe = held.stream()
                .map(Held::line)
                .filter(line -> !line.at().isAfter(latest))
                .sorted(Comparator.comparing(Line::at))
                .toList();
        held.removeIf(one -> !one.line().at().isAfter(latest));
        if (!ripe.isEmpty()) {
            told = ripe.getLast().at();
        }
        return ripe;
    }
}
