package dev.coxswain.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.BuiltInProfiles;
import dev.coxswain.fleet.FleetModel;
import dev.coxswain.fleet.SharedFacts;
import dev.coxswain.fleet.Snapshot;
import dev.coxswain.playbook.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

/** Two real incidents, replayed: a replica of shop/cart that its probe kills while it loads. */
class RedisIncidentTest {

    private record Seen(long second, Firing firing) {}

    /**
     * @param restartsAt at which of the recording's seconds the supervisor comes back after ten minutes' absence
     * @return the first pass in which each run would be created
     */
    private static List<Seen> firings(
            String recording, String epoch, int restarts, Duration heldFor, DoublePredicate restartsAt) {
        Playbook playbook = TestPlaybooks.onMember(
                "member.role != 'master' && member.restarts >= %d && !member.ready".formatted(restarts), heldFor);
        FleetModel model = new FleetModel(BuiltInProfiles.all(new CelExpressions()));
        Instant start = Instant.parse(epoch);
        Triggers triggers = new Triggers("coxswain");
        Snapshot view = new Snapshot();
        List<Seen> seen = new ArrayList<>();
        List<Observations> last = new ArrayList<>(List.of(Observations.NONE));
        SharedFacts.replay("recordings/spotahome-probe-stuck-cured-" + recording + ".jsonl", view, second -> {
            Instant now = start.plusMillis((long) (second * 1000));
            Observations known = restartsAt.test(second)
                    ? Observations.restored(last.getLast().data(), now.minusSeconds(600), now)
                    : last.getLast();
            List<Candidate> candidates = triggers.candidates(playbook, model.fleet(view, Answers.NONE), view, now);
            TriggerPass pass = Triggers.pass(playbook, candidates, known, List.of(), now);
            last.add(pass.observations());
            pass.firings().stream()
                    .filter(firing ->
                            seen.stream().noneMatch(s -> s.firing().runName().equals(firing.runName())))
                    .forEach(firing -> seen.add(new Seen((long) second, firing)));
        });
        return seen;
    }

    private static List<Seen> firstIncident(int restarts, Duration heldFor, DoublePredicate restartsAt) {
        return firings("through-the-cr", "2026-11-20T23:45:11Z", restarts, heldFor, restartsAt);
    }

    @Test
    void theTriggerMatchesWithTheThirdRestartAndFiresOnce() {
        List<Seen> seen = firstIncident(3, Duration.ZERO, _ -> false);

        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().second()).isEqualTo(331);
        assertThat(seen.getFirst().firing().target().name()).isEqualTo("rfr-cart-2");
    }

    @Test
    void twoMinutesLaterSomebodyHasDeletedThePodSoThatHeldForNeverComes() {
        assertThat(firstIncident(3, Duration.ofMinutes(2), _ -> false)).isEmpty();
    }

    @Test
    void heldForCountsThroughTheNextKill() {
        // first restart at 67, killed again at 211: not ready all the while
        List<Seen> seen = firstIncident(1, Duration.ofMinutes(3), _ -> false);

        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().second()).isBetween(247L, 260L);
    }

    @Test
    void heldForCountsThroughARestartOfTheSupervisor() {
        List<Seen> undisturbed = firstIncident(1, Duration.ofMinutes(3), _ -> false);
        List<Seen> restarted = firstIncident(1, Duration.ofMinutes(3), second -> second > 230 && second < 240);

        assertThat(restarted)
                .extracting(Seen::second)
                .isEqualTo(undisturbed.stream().map(Seen::second).toList());
        assertThat(restarted)
                .extracting(s -> s.firing().runName())
                .isEqualTo(undisturbed.stream().map(s -> s.firing().runName()).toList());
    }

    @Test
    void aSupervisorThatStartsAfterTheFactFindsTheIncidentByItself() {
        List<Seen> seen = firstIncident(3, Duration.ZERO, second -> second > 340);

        assertThat(seen).extracting(Seen::second).startsWith(331L);
    }
}
