package dev.coxswain.faults;

import java.util.List;
import java.util.Optional;

/** A promise that is watched while a play goes on. Made anew for each play, so that it may remember. */
interface Invariant {

    /** Its number in the design: {@code P1}. */
    String promise();

    /** How it was broken, for people; empty when it was not. */
    Optional<String> brokenBy(Happened what, Evidence evidence);

    static List<Invariant> all() {
        return List.of(
                new OperatorGivenBack(),
                new OneDisruption(),
                new PrimarySpared(),
                new ApprovedFirst(),
                new FiringAnswered(),
                new NothingTwice(),
                new OnlyWhatIsJournaled(),
                new NothingThrown(),
                new NothingStandsStill());
    }
}
