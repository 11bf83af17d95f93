package dev.coxswain.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.fleet.recognition.Snapshot;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.Playbook.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TriggersTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Playbook objects(String when, Duration heldFor, Duration cooldown, Optional<Integer> perDay) {
        return TestPlaybooks.playbook(
                "",
                new Trigger.OnObject("v1", "ConfigMap", List.of(), TestPlaybooks.cel(when), heldFor),
                new Playbook.Limits(cooldown, perDay));
    }

    private static Playbook lamp(Duration heldFor) {
        return objects("object.data.lamp == 'red'", heldFor, Duration.ZERO, Optional.empty());
    }

    private static KubeObject lamp(String name, String colour) {
        return Snapshot.objects("""
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: %s, namespace: shop, uid: uid-%s}
                        data: {lamp: %s}
                        """.formatted(name, name, colour)).getFirst();
    }

    private static TriggerPass look(
            Playbook playbook, Snapshot view, Observations observations, List<PastRun> runs, Instant now) {
        Triggers triggers = new Triggers("coxswain");
        var fleet = new FleetModel(List.of()).fleet(view, Answers.NONE);
        return Triggers.pass(
                playbook,
                triggers.candidates(playbook, fleet, view, now),
                observations,
                runs,
                _ -> Optional.empty(),
                now);
    }

    private static PastRun.End failed(Instant at) {
        return new PastRun.End(at, false, false, Map.of());
    }

    private static PastRun run(String name, Playbook playbook, Target target, Instant at, Optional<Instant> end) {
        return new PastRun(name, Triggers.key(playbook), target, at, at, end.map(TriggersTest::failed));
    }

    @Test
    void whatIsTrueFiresWhenItHasHeldForLongEnough() {
        Playbook playbook = lamp(Duration.ofMinutes(5));
        Snapshot view = new Snapshot().put(lamp("a", "red")).put(lamp("b", "green"));

        TriggerPass first = look(playbook, view, Observations.NONE, List.of(), NOON);
        assertThat(first.firings()).isEmpty();
        assertThat(first.askAgainAt()).contains(NOON.plusSeconds(300));

        TriggerPass later = look(playbook, view, first.observations(), List.of(), NOON.plusSeconds(300));
        assertThat(later.firings()).extracting(f -> f.target().name()).containsExactly("a");
        assertThat(later.firings().getFirst().since()).isEqualTo(NOON);
    }

    @Test
    void aBreakStartsTheClockAnew() {
        Playbook playbook = lamp(Duration.ofMinutes(5));
        Snapshot view = new Snapshot().put(lamp("a", "red"));
        Observations seen =
                look(playbook, view, Observations.NONE, List.of(), NOON).observations();
        Observations broken = look(
                        playbook, new Snapshot().put(lamp("a", "green")), seen, List.of(), NOON.plusSeconds(60))
                .observations();
        TriggerPass again = look(playbook, view, broken, List.of(), NOON.plusSeconds(120));

        assertThat(broken.data()).isEmpty();
        assertThat(again.askAgainAt()).contains(NOON.plusSeconds(420));
    }

    @Test
    void whoeverKnowsTheSameRunsGivesTheNextOneTheSameName() {
        Playbook playbook = lamp(Duration.ZERO);
        Snapshot view = new Snapshot().put(lamp("a", "red")).put(lamp("b", "red"));
        TriggerPass one = look(playbook, view, Observations.NONE, List.of(), NOON);
        TriggerPass other = look(playbook, view, Observations.NONE, List.of(), NOON.plusSeconds(20));

        List<String> names = one.firings().stream().map(Firing::runName).toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(n -> n.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"));
        assertThat(other.firings()).extracting(Firing::runName).isEqualTo(names);
    }

    @Test
    void theNextIncidentOfTheSameTargetHasARunOfItsOwn() {
        Playbook playbook = lamp(Duration.ZERO);
        Snapshot view = new Snapshot().put(lamp("a", "red"));
        Firing first = look(playbook, view, Observations.NONE, List.of(), NOON)
                .firings()
                .getFirst();
        List<PastRun> runs = new ArrayList<>();
        for (int number = 1; number <= 11; number++) {
            Instant since = NOON.plusSeconds(60L * number);
            String name = first.runName().replaceAll("1$", String.valueOf(number));
            runs.add(run(name, playbook, first.target(), since, Optional.of(since.plusSeconds(5))));
        }

        TriggerPass tomorrow = look(playbook, view, Observations.NONE, runs, NOON.plusSeconds(86_400));
        assertThat(tomorrow.firings())
                .extracting(Firing::runName)
                .containsExactly(first.runName().replaceAll("1$", "12"));
    }

    @Test
    void anIncidentThatHasItsRunDoesNotFireAgain() {
        Playbook playbook = lamp(Duration.ZERO);
        Snapshot view = new Snapshot().put(lamp("a", "red"));
        TriggerPass first = look(playbook, view, Observations.NONE, List.of(), NOON);
        Firing firing = first.firings().getFirst();
        PastRun done = run(firing.runName(), playbook, firing.target(), NOON, Optional.of(NOON.plusSeconds(5)));

        TriggerPass again = look(playbook, view, first.observations(), List.of(done), NOON.plusSeconds(9));
        assertThat(again.whys().getFirst().verdict()).isEqualTo(new Why.Verdict.Answered(firing.runName(), false));
        assertThat(first.inHand()).containsExactly(firing.target());
        assertThat(again.inHand()).isEmpty();
    }

    @Test
    void anIncidentIsKnownByItsRunAlone() {
        Playbook playbook = lamp(Duration.ZERO);
        Snapshot view = new Snapshot().put(lamp("a", "red"));
        Firing firing = look(playbook, view, Observations.NONE, List.of(), NOON)
                .firings()
                .getFirst();
        PastRun going = run(firing.runName(), playbook, firing.target(), NOON, Optional.empty());
        PastRun done = run(firing.runName(), playbook, firing.target(), NOON, Optional.of(NOON.plusSeconds(5)));
        Instant hourLater = NOON.plusSeconds(3600);

        assertThat(toldBy(playbook, done, NOON.plusSeconds(30), NOON.plusSeconds(60))
                        .since(playbook, firing.target()))
                .as("nothing has been stored since it ended")
                .contains(NOON);
        assertThat(Observations.NONE
                        .toldBy(playbook, PastRuns.of(List.of(done)), NOON.plusSeconds(9), hourLater, hourLater)
                        .since(playbook, firing.target()))
                .as("what has been stored since it ended would tell it")
                .isEmpty();
        assertThat(look(playbook, view, toldBy(playbook, done, NOON, hourLater), List.of(done), hourLater)
                        .firings())
                .as("nobody has watched for an hour, so it may be another one")
                .extracting(Firing::since)
                .containsExactly(hourLater);
        assertThat(look(playbook, view, toldBy(playbook, going, NOON, hourLater), List.of(going), hourLater)
                        .whys()
                        .getFirst()
                        .verdict())
                .as("its run is still at it")
                .isEqualTo(new Why.Verdict.Answered(firing.runName(), true));
    }

    private static Observations toldBy(Playbook playbook, PastRun run, Instant lastWatched, Instant now) {
        return Observations.NONE.toldBy(playbook, PastRuns.of(List.of(run)), Instant.EPOCH, lastWatched, now);
    }

    @Test
    void whatIsSoAgainAfterARunThatHasClearedItIsAnotherIncident() {
        Playbook playbook = lamp(Duration.ofSeconds(10));
        Snapshot view = new Snapshot().put(lamp("a", "red"));
        Observations seen =
                look(playbook, view, Observations.NONE, List.of(), NOON).observations();
        Firing firing = look(playbook, view, seen, List.of(), NOON.plusSeconds(10))
                .firings()
                .getFirst();
        Instant end = NOON.plusSeconds(15);
        PastRun cleared = new PastRun(
                firing.runName(),
                Triggers.key(playbook),
                firing.target(),
                NOON,
                NOON,
                Optional.of(new PastRun.End(end, false, true, Map.of())));

        TriggerPass again = look(playbook, view, seen, List.of(cleared), NOON.plusSeconds(16));
        assertThat(again.whys().getFirst().verdict())
                .isEqualTo(new Why.Verdict.TooShort(NOON.plusSeconds(16), NOON.plusSeconds(26)));
        assertThat(toldBy(playbook, cleared, end, end).since(playbook, firing.target()))
                .isEmpty();
    }

    private static Why.Verdict verdictAfter(
            Playbook playbook, Optional<String> provenSince, PastRun.End end, Instant now) {
        Snapshot view = new Snapshot().put(provenSince.map(TriggersTest::broken).orElseGet(() -> lamp("a", "red")));
        TriggerPass first = look(playbook, view, Observations.NONE, List.of(), NOON);
        Firing firing = first.firings().getFirst();
        PastRun run = new PastRun(
                firing.runName(), Triggers.key(playbook), firing.target(), firing.since(), NOON, Optional.of(end));
        Observations seen = first.observations();
        TriggerPass atItsEnd = look(playbook, view, seen, List.of(run), end.at());
        return look(playbook, view, atItsEnd.observations(), List.of(run), now)
                .whys()
                .getFirst()
                .verdict();
    }

    private static KubeObject broken(String since) {
        return Snapshot.objects("""
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: a, namespace: shop, uid: uid-a}
                        data: {lamp: red}
                        status: {conditions: [{type: Ready, status: "False", lastTransitionTime: "%s"}]}
                        """.formatted(since)).getFirst();
    }

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void whatIsStillSoAfterASuccessIsAnsweredAgainWhenTheCooldownIsOver() {
        Playbook playbook = objects("object.data.lamp == 'red'", Duration.ZERO, HOUR, Optional.empty());
        Instant end = NOON.plusSeconds(60);
        PastRun.End success = new PastRun.End(end, true, false, Map.of());

        assertThat(verdictAfter(playbook, Optional.empty(), success, end.plusSeconds(3599)))
                .isInstanceOf(Why.Verdict.CoolingDown.class);
        assertThat(verdictAfter(playbook, Optional.empty(), success, end.plus(HOUR)))
                .isInstanceOfSatisfying(
                        Why.Verdict.Fires.class,
                        fires -> assertThat(fires.firing().since()).isEqualTo(end));
    }

    @Test
    void theNextIncidentBeginsWithTheEndOfTheLastOneHoweverLongItHasBeenSo() {
        String when = "object.status.conditions.exists(c, c.type == 'Ready' && c.status == 'False')";
        Playbook playbook = objects(when, Duration.ZERO, HOUR, Optional.empty());
        Instant end = NOON.plusSeconds(60);

        assertThat(verdictAfter(
                        playbook,
                        Optional.of("2026-01-01T11:00:00Z"),
                        new PastRun.End(end, true, false, Map.of()),
                        end.plus(HOUR)))
                .isInstanceOfSatisfying(
                        Why.Verdict.Fires.class,
                        fires -> assertThat(fires.firing().since()).isEqualTo(end));
    }

    @Test
    void withoutACooldownOrASuccessWhatIsStillSoIsNotAnsweredAgain() {
        Playbook cooling = objects("object.data.lamp == 'red'", Duration.ZERO, HOUR, Optional.empty());
        Instant end = NOON.plusSeconds(60);
        Instant later = end.plus(Duration.ofDays(2));

        assertThat(verdictAfter(
                        lamp(Duration.ZERO), Optional.empty(), new PastRun.End(end, true, false, Map.of()), later))
                .isInstanceOf(Why.Verdict.Answered.class);
        assertThat(verdictAfter(cooling, Optional.empty(), failed(end), later))
                .isInstanceOf(Why.Verdict.Answered.class);
    }

    @Test
    void aRunThatAPersonStartedTellsNothingOfAnIncident() {
        Playbook playbook = lamp(Duration.ZERO);
        Snapshot view = new Snapshot().put(lamp("a", "red"));
        Target target = look(playbook, view, Observations.NONE, List.of(), NOON)
                .firings()
                .getFirst()
                .target();
        PastRun byHand = run("by-hand", playbook, target, NOON, Optional.of(NOON));

        assertThat(toldBy(playbook, byHand, NOON, NOON).since(playbook, target)).isEmpty();
    }

    @Test
    void afterARestartInTheBlinkOfAnEyeTheClockGoesOn() {
        Playbook playbook = lamp(Duration.ofMinutes(5));
        Snapshot view = new Snapshot().put(lamp("a", "red"));
        Map<String, String> stored = look(playbook, view, Observations.NONE, List.of(), NOON)
                .observations()
                .data();
        Instant back = NOON.plusSeconds(310);

        Observations restored = Observations.restored(stored, back.minusSeconds(20), back);
        assertThat(look(playbook, view, restored, List.of(), back).firings()).hasSize(1);
    }

    @Test
    void afterALongAbsenceTheClockStartsAnewWhereStateTellsNothing() {
        Playbook playbook = lamp(Duration.ofMinutes(5));
        Snapshot view = new Snapshot().put(lamp("a", "red"));
        Map<String, String> stored = look(playbook, view, Observations.NONE, List.of(), NOON)
                .observations()
                .data();
        Instant back = NOON.plusSeconds(3600);

        Observations restored = Observations.restored(stored, NOON.plusSeconds(30), back);
        assertThat(look(playbook, view, restored, List.of(), back)
                        .whys()
                        .getFirst()
                        .verdict())
                .isEqualTo(new Why.Verdict.TooShort(back, back.plusSeconds(300)));
    }

    @Test
    void whatCannotBeReadOfTheStoredObservationsIsLeftOut() {
        Observations restored =
                Observations.restored(Map.of("a_b_c", "yesterday", "d_e_f", "2999-01-01T00:00:00Z"), NOON, NOON);

        assertThat(restored.data()).isEmpty();
    }

    @Test
    void aTransitionTimeProvesSinceWhenWithoutAnyObservation() {
        Playbook playbook = objects(
                "object.status.conditions.exists(c, c.type == 'Ready' && c.status == 'False')",
                Duration.ofMinutes(5),
                Duration.ZERO,
                Optional.empty());
        Snapshot view = new Snapshot()
                .put(lamp("a", "red")
                        .with(
                                List.of(Map.of(
                                        "type",
                                        "Ready",
                                        "status",
                                        "False",
                                        "lastTransitionTime",
                                        "2026-01-01T11:00:00Z")),
                                "status",
                                "conditions"));

        TriggerPass pass = look(playbook, view, Observations.NONE, List.of(), NOON);
        assertThat(pass.firings()).extracting(Firing::since).containsExactly(Instant.parse("2026-01-01T11:00:00Z"));
    }

    @Test
    void coolingDownLastsAsLongAsTheLimitSaysThoughThePodIsAnother() {
        Playbook playbook =
                objects("object.data.lamp == 'red'", Duration.ZERO, Duration.ofMinutes(30), Optional.empty());
        Snapshot view = new Snapshot().put(lamp("a", "red"));
        Target former = new Target(Trigger.Target.OBJECT, "", "shop", "a", "another-uid");
        PastRun past = run("r-1", playbook, former, NOON.minusSeconds(900), Optional.of(NOON.minusSeconds(600)));

        TriggerPass soon = look(playbook, view, Observations.NONE, List.of(past), NOON);
        assertThat(soon.whys().getFirst().verdict())
                .isEqualTo(new Why.Verdict.CoolingDown("r-1", NOON.plusSeconds(1200)));
        assertThat(soon.askAgainAt()).contains(NOON.plusSeconds(1200));
        assertThat(look(playbook, view, soon.observations(), List.of(past), NOON.plusSeconds(1200))
                        .firings())
                .hasSize(1);
    }

    @Test
    void whileARunIsAtThePlaceNoSecondOneStarts() {
        Playbook playbook = lamp(Duration.ZERO);
        Target former = new Target(Trigger.Target.OBJECT, "", "shop", "a", "another-uid");
        PastRun active = run("r-1", playbook, former, NOON.minusSeconds(900), Optional.empty());
        TriggerPass pass =
                look(playbook, new Snapshot().put(lamp("a", "red")), Observations.NONE, List.of(active), NOON);

        assertThat(pass.whys().getFirst().verdict()).isEqualTo(new Why.Verdict.Busy("r-1"));
    }

    @Test
    void theDaysLimitCountsAllTargetsAndThisPass() {
        Playbook playbook = objects("object.data.lamp == 'red'", Duration.ZERO, Duration.ZERO, Optional.of(2));
        Snapshot view =
                new Snapshot().put(lamp("a", "red")).put(lamp("b", "red")).put(lamp("c", "red"));
        Target gone = new Target(Trigger.Target.OBJECT, "", "shop", "z", "z");
        Instant morning = NOON.minusSeconds(7200);
        PastRun past = run("r-1", playbook, gone, morning, Optional.of(morning));
        PastRun other = new PastRun("r-2", "/another", gone, morning, morning, Optional.of(failed(morning)));

        TriggerPass pass = look(playbook, view, Observations.NONE, List.of(past, other), NOON);
        assertThat(pass.firings()).extracting(f -> f.target().name()).containsExactly("a");
        assertThat(pass.whys().get(1).verdict())
                .isEqualTo(new Why.Verdict.DayIsFull(2, morning.plus(Duration.ofDays(1))));
    }

    @Test
    void aPlaybookOfATenantIsOnlyAboutItsOwnNamespace() {
        Trigger trigger = new Trigger.OnObject("v1", "ConfigMap", List.of(), TestPlaybooks.cel("true"), Duration.ZERO);
        Playbook.Limits limits = new Playbook.Limits(Duration.ZERO, Optional.empty());
        Snapshot view = new Snapshot().put(lamp("a", "red"));

        assertThat(look(TestPlaybooks.playbook("other", trigger, limits), view, Observations.NONE, List.of(), NOON)
                        .whys())
                .isEmpty();
        assertThat(look(TestPlaybooks.playbook("coxswain", trigger, limits), view, Observations.NONE, List.of(), NOON)
                        .whys())
                .hasSize(1);
        assertThat(look(TestPlaybooks.playbook("shop", trigger, limits), view, Observations.NONE, List.of(), NOON)
                        .whys())
                .hasSize(1);
    }

    @Test
    void whyNamesThePartThatDoesNotHold() {
        Playbook playbook = objects(
                "object.data.lamp == 'red' && object.data.missing == 'x'",
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty());
        TriggerPass pass = look(playbook, new Snapshot().put(lamp("a", "red")), Observations.NONE, List.of(), NOON);

        Why why = pass.whys().getFirst();
        assertThat(why.conditions())
                .extracting(Condition::source)
                .containsExactly("object.data.lamp == 'red'", "object.data.missing == 'x'");
        assertThat(why.conditions()).extracting(Condition::holds).containsExactly(true, false);
        assertThat(why.reason()).startsWith("does not fire: object.data.missing == 'x': cannot be said");
    }

    private static KubeObject ready(String status, Instant changed) {
        return lamp("a", "red")
                .with(
                        List.of(Map.of("type", "Ready", "status", status, "lastTransitionTime", changed.toString())),
                        "status",
                        "conditions");
    }

    private static Playbook notReady() {
        return objects(
                "object.status.conditions.exists(c, c.type == 'Ready' && c.status == 'False')",
                Duration.ofMinutes(5),
                Duration.ZERO,
                Optional.empty());
    }

    /** What was stored at noon, taken up after a day on which nobody watched. */
    private static Why afterADay(Instant changed) {
        Map<String, String> stored = look(
                        notReady(), new Snapshot().put(ready("False", NOON)), Observations.NONE, List.of(), NOON)
                .observations()
                .data();
        Instant back = NOON.plusSeconds(86_400);
        Observations restored = Observations.restored(stored, NOON, back);
        return look(notReady(), new Snapshot().put(ready("False", changed)), restored, List.of(), back)
                .whys()
                .getFirst();
    }

    @Test
    void aNodeWhoseClockIsAheadDoesNotMakeANewIncidentOfAnOldOne() {
        assertThat(afterADay(NOON.plusSeconds(8)).verdict())
                .isInstanceOfSatisfying(
                        Why.Verdict.Fires.class,
                        fires -> assertThat(fires.firing().since()).isEqualTo(NOON));
    }

    @Test
    void whatEndedAndBeganAgainWhileNobodyWatchedIsAnotherIncident() {
        Instant later = NOON.plusSeconds(3600);
        assertThat(afterADay(later).verdict())
                .isInstanceOfSatisfying(
                        Why.Verdict.Fires.class,
                        fires -> assertThat(fires.firing().since()).isEqualTo(later));
    }
}
