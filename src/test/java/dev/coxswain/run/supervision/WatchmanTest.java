package dev.coxswain.run.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Query;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.fleet.recognition.Snapshot;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.world.FleetReader;
import dev.coxswain.simulator.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Triggers that want the word of members: whom they ask, when, how often, and what happens to those who do not answer. */
class WatchmanTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final Playbook PLAYBOOK = playbook("""
            apiVersion: coxswain.dev/v1alpha1
            kind: Playbook
            metadata: {name: loading}
            spec:
              trigger:
                member:
                  profiles: [spotahome-redis]
                  when: member.component == 'redis' && !member.ready
                  confirm: member.says.info.loading == 1
                  askEvery: 30s
                heldFor: 1m
              steps: [{name: tell, uses: notify, with: {message: hello}}]
            """);

    private static final Playbook AT_ONCE = playbook("""
            apiVersion: coxswain.dev/v1alpha1
            kind: Playbook
            metadata: {name: at-once}
            spec:
              trigger:
                member:
                  profiles: [spotahome-redis]
                  when: member.component == 'redis' && !member.ready
              steps: [{name: tell, uses: notify, with: {message: hello}}]
            """);

    private final VirtualTime time = new VirtualTime(NOON);
    private final Snapshot view = new Snapshot();
    private final FleetModel model = new FleetModel(BuiltInProfiles.all(new CelExpressions()));
    private final Map<String, String> info = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<KubeObject> runs = new ArrayList<>();
    private final Map<String, Runnable> waiting = new LinkedHashMap<>();
    private Optional<KubeObject> stored = Optional.empty();
    private int writes;

    private static Playbook playbook(String text) {
        return PlaybookReader.read("test.yaml", text, Actions.builtIn())
                .playbooks()
                .getFirst();
    }

    private void redis(String namespace, boolean ready) {
        view.put("""
                apiVersion: databases.spotahome.com/v1
                kind: RedisFailover
                metadata: {name: cart, namespace: %1$s, uid: rf-%1$s}
                spec: {redis: {replicas: 1}}
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: rfr-cart-0
                  namespace: %1$s
                  uid: pod-%1$s
                  labels:
                    redisfailovers.databases.spotahome.com/name: cart
                    app.kubernetes.io/component: redis
                spec: {containers: [{name: redis, image: "redis:7"}]}
                status:
                  conditions: [{type: Ready, status: "%2$s", lastTransitionTime: "2026-01-01T12:00:00Z"}]
                  containerStatuses: [{name: redis, restartCount: 1, state: {running: {startedAt: "2026-01-01T11:00:00Z"}}}]
                """.formatted(namespace, ready ? "True" : "False"));
    }

    private Watchman watchman(Supervisor.Workers workers) {
        return new Watchman("coxswain", ports(), workers);
    }

    /** Workers that do nothing until they are told to. */
    private void later(String namespace, String key, Runnable work) {
        waiting.putIfAbsent(namespace, work);
    }

    private static void atOnce(String namespace, String key, Runnable work) {
        work.run();
    }

    private RunDriver.Ports ports() {
        return new RunDriver.Ports(
                () -> view,
                new FleetReader(model),
                new NoJournal(),
                this::apply,
                this::answer,
                Powers.equal("coxswain", this::apply, this::answer),
                (_, _) -> {},
                _ -> {},
                () -> true,
                () -> Optional.of(Instant.EPOCH),
                time);
    }

    /** What the supervisor stores is one ConfigMap, under optimistic lock. */
    private Outcome apply(Effect effect) {
        if (effect instanceof Effect.Patch patch) {
            String version = stored.map(KubeObject::resourceVersion).orElse("");
            if (!patch.preconditions().resourceVersion().equals(Optional.of(version))) {
                return new Outcome.Refused(409, "Conflict", "the object has been modified");
            }
            store(KubeObject.of(Json.asMap(patch.body())));
        } else if (effect instanceof Effect.Create(KubeObject object)) {
            if (stored.isPresent()) {
                return new Outcome.Refused(409, "AlreadyExists", "it is there already");
            }
            store(object);
        }
        return stored.<Outcome>map(Outcome.Applied::to).orElse(Outcome.Applied.SILENTLY);
    }

    private void store(KubeObject observations) {
        writes++;
        stored = Optional.of(observations
                .with("uid-of-observations", "metadata", "uid")
                .with(String.valueOf(writes), "metadata", "resourceVersion"));
    }

    private Answer answer(Query query) {
        return switch (query) {
            case Query.Read read ->
                new Answer.Found(stored.filter(map -> map.ref().equals(read.ref())));
            case Query.Ask ask -> {
                asked.add(ask.pod().namespace());
                String said = info.get(ask.pod().namespace());
                yield said == null
                        ? new Answer.Silence("no answer within 5s")
                        : new Answer.Printed(new ExecResult(0, said, "", false));
            }
        };
    }

    private Optional<Instant> look(Watchman watchman) {
        return look(watchman, PLAYBOOK);
    }

    private Optional<Instant> look(Watchman watchman, Playbook playbook) {
        Ledger ledger = new Ledger("coxswain");
        ledger.update(new Runs(List.copyOf(runs)));
        Watchman.Seen seen = watchman.look(List.of(playbook), view, model.fleet(view, Answers.NONE), ledger);
        seen.starts().forEach(run -> runs.add(RunJson.write(run)));
        return seen.again();
    }

    private record Runs(List<KubeObject> all) implements ClusterView {
        @Override
        public Optional<KubeObject> find(ObjectRef ref) {
            return all.stream().filter(run -> run.ref().equals(ref)).findFirst();
        }

        @Override
        public List<KubeObject> list(Gvk gvk) {
            return gvk.equals(RunJson.GVK) ? all : List.of();
        }
    }

    /** The watchman says which runs are to be created, and writes none itself. */
    private static final class NoJournal implements Journal {
        @Override
        public Written create(KubeObject run) {
            throw new AssertionError("nothing is created here");
        }

        @Override
        public Written append(KubeObject run) {
            throw new AssertionError("nothing is appended here");
        }

        @Override
        public Written update(KubeObject run) {
            throw new AssertionError("nothing is updated here");
        }

        @Override
        public Written delete(KubeObject run) {
            throw new AssertionError("nothing is deleted here");
        }
    }

    private void after(Duration duration) {
        time.advance(duration);
    }

    @Test
    void nobodyIsAskedBeforeTheWatchedStateHasHeldForLongEnough() {
        redis("calm", true);
        redis("shop", false);
        info.put("shop", "loading:1\r\n");
        Watchman watchman = watchman(WatchmanTest::atOnce);

        assertThat(look(watchman)).contains(NOON.plusSeconds(60));
        after(Duration.ofSeconds(59));
        look(watchman);
        assertThat(asked).isEmpty();

        after(Duration.ofSeconds(1));
        look(watchman);
        assertThat(asked).containsExactly("shop");
        assertThat(runs).hasSize(1);
        assertThat(RunJson.read(runs.getFirst()).spec().evidence())
                .contains("!member.ready: true")
                .anyMatch(
                        line -> line.startsWith("member.says.info.loading == 1: true (member.says.info.loading = 1)"));
    }

    @Test
    void aMemberThatDoesNotConfirmIsAskedAgainOnlyAfterTheInterval() {
        redis("shop", false);
        info.put("shop", "loading:0\r\n");
        Watchman watchman = watchman(WatchmanTest::atOnce);
        after(Duration.ofSeconds(60));

        assertThat(look(watchman)).contains(NOON.plusSeconds(90));
        for (int second = 0; second < 29; second++) {
            after(Duration.ofSeconds(1));
            look(watchman);
        }
        assertThat(asked).hasSize(1);
        assertThat(runs).isEmpty();

        info.put("shop", "loading:1\r\n");
        after(Duration.ofSeconds(1));
        look(watchman);
        assertThat(asked).hasSize(2);
        assertThat(runs).hasSize(1);
    }

    @Test
    void anIncidentThatHasItsRunIsNotAskedAboutAnyMore() {
        redis("shop", false);
        info.put("shop", "loading:1\r\n");
        Watchman watchman = watchman(WatchmanTest::atOnce);
        after(Duration.ofSeconds(60));
        look(watchman);
        for (int minute = 0; minute < 10; minute++) {
            after(Duration.ofMinutes(1));
            look(watchman);
        }
        assertThat(asked).hasSize(1);
        assertThat(runs).hasSize(1);
    }

    @Test
    void silenceIsNoConfirmation() {
        redis("shop", false);
        Watchman watchman = watchman(WatchmanTest::atOnce);
        after(Duration.ofSeconds(60));

        assertThat(look(watchman)).contains(NOON.plusSeconds(90));
        assertThat(asked).hasSize(1);
        assertThat(runs).isEmpty();
    }

    @Test
    void p9AMemberThatHangsDelaysNobodyElsesFiring() {
        redis("dev", false);
        redis("shop", false);
        info.put("shop", "loading:1\r\n");
        Watchman watchman = watchman(this::later);
        after(Duration.ofSeconds(60));

        look(watchman);
        assertThat(asked).as("the thread that looks at triggers asks nobody").isEmpty();
        assertThat(waiting).containsOnlyKeys("dev", "shop");
        // dev's worker hangs
        Objects.requireNonNull(waiting.get("shop")).run();
        look(watchman);
        assertThat(runs)
                .extracting(run -> run.text("spec", "firing", "target", "namespace"))
                .containsExactly("shop");
        assertThat(asked).containsExactly("shop");
    }

    @Test
    void whatMembersSaidCountsAsLongAsTheIntervalAndNotLonger() {
        redis("shop", false);
        info.put("shop", "loading:1\r\n");
        Watchman watchman = watchman(this::later);
        after(Duration.ofSeconds(60));
        look(watchman);
        Objects.requireNonNull(waiting.remove("shop")).run();
        after(Duration.ofSeconds(31));
        look(watchman);
        assertThat(runs).isEmpty();
        assertThat(waiting).as("asked again").containsOnlyKeys("shop");
    }

    @Test
    void whatFiresAtOnceIsToldByItsRunAndNotStored() {
        redis("shop", false);
        Watchman watchman = watchman(WatchmanTest::atOnce);
        look(watchman, AT_ONCE);
        look(watchman, AT_ONCE);
        assertThat(runs).hasSize(1);
        assertThat(writes).isZero();

        look(watchman(WatchmanTest::atOnce), AT_ONCE);
        assertThat(runs).as("another leader knows it by its run").hasSize(1);
    }

    @Test
    void theClockOfWhatHasToHoldGoesOnWithAnotherLeader() {
        redis("shop", false);
        look(watchman(WatchmanTest::atOnce));
        assertThat(writes).as("made, and filled").isEqualTo(2);
        info.put("shop", "loading:1\r\n");
        after(Duration.ofSeconds(60));
        look(watchman(WatchmanTest::atOnce));
        assertThat(runs)
                .extracting(run -> RunJson.read(run).spec().since())
                .containsExactly(Instant.parse("2026-01-01T12:00:00Z"));
    }

    @Test
    void whoeverIsOvertakenStartsNothingAndReadsWhatTheOtherOneHasStored() {
        redis("shop", false);
        info.put("shop", "loading:1\r\n");
        Watchman late = watchman(WatchmanTest::atOnce);
        look(late);
        after(Duration.ofSeconds(20));
        redis("dev", false);
        look(watchman(WatchmanTest::atOnce));
        assertThat(stored.orElseThrow().map("data")).hasSize(2);

        redis("calm", false);
        look(late);
        assertThat(runs).isEmpty();
        look(late);
        assertThat(stored.orElseThrow().map("data")).as("theirs and ours").hasSize(3);
    }

    @Test
    void aRunThatSomebodyElseHasMadeOfTheIncidentIsItsAnswer() {
        redis("shop", false);
        Watchman watchman = watchman(WatchmanTest::atOnce);
        look(watchman, AT_ONCE);
        KubeObject ours = runs.removeLast();
        Run.Spec spec = RunJson.readSpec(ours);
        runs.add(ours.with(spec.since().minusSeconds(7).toString(), "spec", "firing", "since"));

        watchman.forget();
        look(watchman, AT_ONCE);
        assertThat(runs).hasSize(1);
    }
}
