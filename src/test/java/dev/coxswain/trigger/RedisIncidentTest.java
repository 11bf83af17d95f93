package dev.coxswain.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.fleet.recognition.SharedFacts;
import dev.coxswain.fleet.recognition.Snapshot;
import dev.coxswain.playbook.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A real incident, replayed: a replica of shop/cart that its probe kills while it loads. */
class RedisIncidentTest {

    private static final Instant EPOCH = Instant.parse("2026-11-20T23:45:11Z");
    private static final Absence NEVER = new Absence(-2, -1);

    /** The pod is not ready from its first end on, which is seen here. */
    private static final double FIRST_END = 67.85;

    /** The seconds in which nobody looks. */
    private record Absence(double from, double to) {}

    private record Seen(double second, Firing firing) {}

    /** A supervisor that looks after each event, and one that takes over after an absence with nothing but what is stored. */
    private static final class Watch {
        private final Playbook playbook;
        private final Absence absence;
        private final FleetModel model = new FleetModel(BuiltInProfiles.all(new CelExpressions()));
        private final Triggers triggers = new Triggers("coxswain");
        private final Snapshot view = new Snapshot();
        private final List<Seen> seen = new ArrayList<>();
        private Observations observations = Observations.NONE;
        private int missed;
        private boolean back;

        Watch(Playbook playbook, Absence absence) {
            this.playbook = playbook;
            this.absence = absence;
            SharedFacts.replay("recordings/spotahome-probe-stuck-cured-through-the-cr.jsonl", view, this::event);
        }

        private void event(double second) {
            if (second >= absence.from() && second < absence.to()) {
                missed++;
                return;
            }
            Instant now = EPOCH.plusMillis((long) (second * 1000));
            if (second >= absence.to() && missed > 0 && !back) {
                back = true;
                Instant lastWatched = EPOCH.plusMillis((long) (absence.from() * 1000));
                observations = Observations.restored(observations.data(), lastWatched, now);
            }
            List<Candidate> candidates = triggers.candidates(playbook, model.fleet(view, Answers.NONE), view, now);
            TriggerPass pass = Triggers.pass(playbook, candidates, observations, List.of(), _ -> Optional.empty(), now);
            observations = pass.observations();
            pass.firings().stream()
                    .filter(firing ->
                            seen.stream().noneMatch(s -> s.firing().runName().equals(firing.runName())))
                    .forEach(firing -> seen.add(new Seen(second, firing)));
        }
    }

    private static Playbook killed(int times, Duration heldFor) {
        return TestPlaybooks.onMember(
                "member.component == 'redis' && member.restarts >= %d && !member.ready".formatted(times), heldFor);
    }

    private static List<String> runs(Watch watch) {
        return watch.seen.stream().map(s -> s.firing().runName()).toList();
    }

    @Test
    void theTriggerMatchesWithTheThirdRestartAndFiresOnce() {
        List<Seen> seen = new Watch(killed(3, Duration.ZERO), NEVER).seen;

        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().second()).isEqualTo(331.76);
        assertThat(seen.getFirst().firing().target().name()).isEqualTo("rfr-cart-2");
    }

    @Test
    void twoMinutesLaterSomebodyHasDeletedThePodSoThatHeldForNeverComes() {
        assertThat(new Watch(killed(3, Duration.ofMinutes(2)), NEVER).seen).isEmpty();
    }

    @Test
    void heldForCountsThroughTheNextKill() {
        // first restart at 67, killed again at 211: not ready all the while
        List<Seen> seen = new Watch(killed(1, Duration.ofMinutes(3)), NEVER).seen;

        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().second()).isBetween(FIRST_END + 180, FIRST_END + 192);
    }

    @Test
    void heldForCountsThroughAnAbsenceInWhichTheReplicaIsKilledAgain() {
        Playbook playbook = killed(1, Duration.ofMinutes(3));
        Watch undisturbed = new Watch(playbook, NEVER);
        Watch restarted = new Watch(playbook, new Absence(100, 240));

        assertThat(restarted.missed).as("events that nobody saw").isGreaterThan(5);
        assertThat(runs(restarted)).hasSize(1).isEqualTo(runs(undisturbed));
        assertThat(restarted.seen.getFirst().second())
                .isEqualTo(undisturbed.seen.getFirst().second());
    }

    @Test
    void anAbsenceLongerThanHeldForFiresTheSameIncidentAtTheFirstLook() {
        Playbook playbook = killed(1, Duration.ofMinutes(3));
        Watch restarted = new Watch(playbook, new Absence(80, 340));

        assertThat(restarted.seen).hasSize(1);
        assertThat(restarted.seen.getFirst().second()).isBetween(340.0, 365.0);
        assertThat(runs(restarted)).isEqualTo(runs(new Watch(playbook, NEVER)));
    }

    @Test
    void whereStateTellsNothingTheClockStartsAnewAfterAnAbsence() {
        // a label has no time of its own
        Playbook playbook = TestPlaybooks.onMember("member.role == 'slave'", Duration.ofMinutes(3));
        double back = 240;
        Watch restarted = new Watch(playbook, new Absence(100, back));

        assertThat(restarted.missed).isGreaterThan(5);
        assertThat(restarted.seen).isNotEmpty().allMatch(seen -> seen.second() >= back + 180);
        assertThat(new Watch(playbook, NEVER).seen).anyMatch(seen -> seen.second() < back + 180);
    }

    @Test
    void aSupervisorThatStartsAfterTheFactFindsTheIncidentByItself() {
        double start = 340;
        Watch late = new Watch(killed(3, Duration.ZERO), new Absence(-1, start));

        assertThat(late.seen).hasSize(1);
        assertThat(late.seen.getFirst().second()).isBetween(start, 365.0);
        // not when it was first looked at: the third life began then, as the kubelet says
        assertThat(late.seen.getFirst().firing().since()).isEqualTo(Instant.parse("2026-11-20T23:50:43Z"));
    }
}
