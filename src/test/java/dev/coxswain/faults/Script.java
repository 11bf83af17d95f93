package dev.coxswain.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What goes wrong in one play. The same seed always writes the same one.
 *
 * @param seed also decides which of many requests a fault hits
 */
record Script(long seed, Story story, List<Fault> faults) {

    /** Two supervisors. */
    static final int REPLICAS = 2;

    private static final int MOST_FAULTS = 5;
    private static final List<Fault.Path> PATHS = List.of(Fault.Path.values());
    private static final List<Integer> CODES = List.of(409, 429, 500, 503);

    Script {
        faults = List.copyOf(faults);
    }

    static Script of(long seed) {
        return of(seed, Story.all().get((int)
                Math.floorMod(seed, (long) Story.all().size())));
    }

    static Script of(long seed, Story story) {
        SplittableRandom chance = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
        List<Fault> faults = new ArrayList<>();
        int count = 1 + chance.nextInt(MOST_FAULTS);
        for (int i = 0; i < count; i++) {
            Fault fault = fault(chance);
            faults.add(fault);
            if (fault instanceof Fault.AllLead) {
                // whoever still believes to lead is mostly cut off from the news as well
                Duration lag = Duration.ofMillis(500 + chance.nextInt(14_500));
                faults.add(new Fault.Stale(fault.at(), fault.lasting(), chance.nextInt(REPLICAS), lag));
            }
        }
        return new Script(seed, story, faults);
    }

    boolean has(Class<? extends Fault> kind) {
        return faults.stream().anyMatch(kind::isInstance);
    }

    /** Whether people agree to what is asked in its story, so that something is changed. */
    boolean approves() {
        return story.answer().equals(java.util.Optional.of("Approve"));
    }

    /** Whether the Lease alone does not keep two supervisors apart. */
    boolean hasTwoLeaders() {
        return has(Fault.AllLead.class);
    }

    /** Whether the memory of runs is away for longer than a hold may last. */
    boolean forgetsRuns() {
        return faults.stream()
                .anyMatch(fault -> fault instanceof Fault.Cut cut
                        && cut.path() == Fault.Path.RUNS
                        && cut.lasting().compareTo(Duration.ofHours(1)) > 0);
    }

    Script with(List<Fault> others) {
        return new Script(seed, story, others);
    }

    /** For how long all this may keep even a faultless supervisor from giving an operator back. */
    Duration delay() {
        return faults.stream().map(Script::delay).reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration delay(Fault fault) {
        return switch (fault) {
            case Fault.Refused refused -> delay(refused, refused.path());
            case Fault.Cut cut -> delay(cut, cut.path());
            case Fault.Slow slow -> slow.lasting();
            case Fault.ClockJump jump -> jump.by().abs();
            case Fault.LeaseLost _, Fault.Frozen _, Fault.Crash _, Fault.Stale _, Fault.Blind _ -> fault.lasting();
            case Fault.Doubled _,
                    Fault.Shuffled _,
                    Fault.AllLead _,
                    Fault.OldAnswer _,
                    Fault.RunRemoved _,
                    Fault.PodKilled _ -> Duration.ZERO;
        };
    }

    private static Duration delay(Fault fault, Fault.Path path) {
        return path == Fault.Path.ALL || path == Fault.Path.WORKLOADS || path == Fault.Path.LEASES
                ? fault.lasting()
                : Duration.ZERO;
    }

    private static Fault fault(SplittableRandom chance) {
        // most of what matters happens between the firing and the end of the hold
        Duration at = Duration.ofSeconds(300 + chance.nextInt(2400));
        Duration lasting = Duration.ofSeconds(5 + chance.nextInt(chance.nextInt(4) == 0 ? 600 : 60));
        int replica = chance.nextInt(REPLICAS);
        return switch (chance.nextInt(20)) {
            case 0, 1, 2 ->
                new Fault.Refused(
                        at,
                        lasting,
                        path(chance),
                        CODES.get(chance.nextInt(CODES.size())),
                        10 + chance.nextInt(91),
                        chance.nextInt(3) == 0);
            case 3, 4 -> new Fault.Cut(at, lasting, path(chance), 10 + chance.nextInt(91), chance.nextBoolean());
            case 5, 6 ->
                new Fault.Slow(
                        at,
                        lasting,
                        path(chance),
                        Duration.ofMillis(chance.nextInt(4000)),
                        Duration.ofMillis(chance.nextInt(4000)));
            case 7 -> new Fault.Stale(at, lasting, replica, Duration.ofMillis(500 + chance.nextInt(14_500)));
            case 8 -> new Fault.Blind(at, Duration.ofSeconds(1 + chance.nextInt(30)), replica);
            case 9 -> new Fault.Doubled(at, lasting, replica);
            case 10 -> new Fault.Shuffled(at, lasting, replica);
            case 11 -> new Fault.LeaseLost(at, lasting, replica);
            case 12 ->
                new Fault.AllLead(
                        Duration.ofSeconds(270 + chance.nextInt(1200)), Duration.ofSeconds(60 + chance.nextInt(540)));
            case 13 -> new Fault.Frozen(at, lasting, replica);
            case 14 -> new Fault.ClockJump(at, replica, Duration.ofSeconds(chance.nextInt(600) - 300));
            case 15, 16 ->
                new Fault.Crash(
                        replica, 1 + chance.nextInt(30), chance.nextBoolean(), Duration.ofSeconds(chance.nextInt(120)));
            default ->
                switch (chance.nextInt(5)) {
                    case 0 -> new Fault.OldAnswer(at);
                    case 1 -> new Fault.RunRemoved(at);
                    case 2, 3 ->
                        new Fault.PodKilled(
                                Duration.ofSeconds(880 + chance.nextInt(260)), chance.nextInt(4) == 0 ? 0 : 1);
                    default ->
                        // the memory of runs is away for longer than a hold may last
                        new Fault.Cut(
                                Duration.ofSeconds(1170 + chance.nextInt(300)),
                                Duration.ofMinutes(70),
                                Fault.Path.RUNS,
                                100,
                                false);
                };
        };
    }

    private static Fault.Path path(SplittableRandom chance) {
        return PATHS.get(chance.nextInt(PATHS.size()));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed " + seed + ", " + story.name());
        faults.forEach(fault -> text.append("\n  ").append(fault.text()));
        return text.toString();
    }
}
