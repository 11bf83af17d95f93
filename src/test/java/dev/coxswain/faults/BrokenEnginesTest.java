package dev.coxswain.faults;

import static org.assertj.core.api.Assertions.fail;

import dev.coxswain.approval.Decision;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.fleet.Hold;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.AlteredJournal;
import dev.coxswain.run.engine.Decider;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.World;
import dev.coxswain.simulator.api.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The invariants can fail: each of these engines is broken in one place, and is found out within the seeds of the build. */
class BrokenEnginesTest {

    private static final long SEEDS = 500;
    private static final int AT_ONCE = 2;

    @Test
    void p7AnEngineWithoutFencingIsCaught() {
        assertCaught("P7", Script::hasTwoLeaders, new Build() {
            @Override
            public Journal journal(Journal sound, Api truth) {
                return new AlteredJournal(sound) {
                    @Override
                    public Written append(KubeObject run) {
                        Written written = sound.append(run);
                        String newest = truth.find(run.ref())
                                .map(KubeObject::resourceVersion)
                                .orElse("");
                        return written instanceof Written.Lost && !newest.isEmpty()
                                ? sound.append(run.with(newest, "metadata", "resourceVersion"))
                                : written;
                    }
                };
            }
        });
    }

    @Test
    void p1AnEngineWithoutCompensationIsCaught() {
        assertCaught("P1", script -> script.story().holds(), new Build() {
            @Override
            public Decider decider(Decider sound, Tools tools) {
                return deciding(sound, (run, world) -> switch (sound.next(run, world)) {
                    case dev.coxswain.run.step.Decision.Act(Run intent, Effect effect)
                    when run.state() instanceof RunState.Compensating ->
                        new dev.coxswain.run.step.Decision.Append(
                                sound.after(intent, world, effect, Outcome.Applied.SILENTLY));
                    case dev.coxswain.run.step.Decision decided -> decided;
                });
            }
        });
    }

    @Test
    void p2AnEngineThatDoesNotLookAgainAtItsGuardsAndAtTheOtherMembersIsCaught() {
        assertCaught("P2", script -> script.has(Fault.PodKilled.class), new Build() {
            @Override
            public Decider decider(Decider sound, Tools tools) {
                Decider unguarded = new RunEngine(tools.actions(), new Unguarded(tools.library()));
                return deciding(
                        sound,
                        (run, world) -> (run.state() instanceof RunState.Running ? unguarded : sound).next(run, world));
            }

            @Override
            public ClusterView view(ClusterView sound) {
                return new Rosy(sound);
            }
        });
    }

    @Test
    void p7AnEngineThatTellsPeopleBeforeItJournalsIsCaught() {
        assertCaught("P7", _ -> true, new Build() {
            @Override
            public Decider decider(Decider sound, Tools tools) {
                return deciding(sound, (run, world) -> {
                    dev.coxswain.run.step.Decision decided = sound.next(run, world);
                    if (decided instanceof dev.coxswain.run.step.Decision.Append(Run next)) {
                        next.notices().stream()
                                .filter(notice -> !run.notices().contains(notice))
                                .forEach(notice -> tools.sink().deliver(next, notice));
                    }
                    return decided;
                });
            }
        });
    }

    @Test
    void p7AnEngineThatActsBeforeItJournalsIsCaught() {
        assertCaught("P7", Script::approves, new Build() {
            @Override
            public Decider decider(Decider sound, Tools tools) {
                return deciding(sound, (run, world) -> {
                    dev.coxswain.run.step.Decision decided = sound.next(run, world);
                    if (decided instanceof dev.coxswain.run.step.Decision.Act(Run _, Effect effect)) {
                        tools.hands().apply(effect);
                    }
                    return decided;
                });
            }
        });
    }

    @Test
    void p1AKeeperOfHoldsThatSleepsIsCaught() {
        assertCaught(
                "P1",
                script -> script.story().holds() && (script.has(Fault.RunRemoved.class) || script.forgetsRuns()),
                new Build() {
                    @Override
                    public Effector keeper(Effector sound) {
                        return effect -> Outcome.Applied.SILENTLY;
                    }
                });
    }

    @Test
    void p3AnEngineThatTakesWhicheverServerIsFirstIsCaught() {
        assertCaught("P3", Script::approves, new Build() {
            @Override
            public Effector hands(Effector sound) {
                return effect -> sound.apply(
                        effect instanceof Effect.Delete delete
                                        && delete.target().gvk().kind().equals("Pod")
                                ? ofTheFirst(delete)
                                : effect);
            }
        });
    }

    @Test
    void p1AHoldWithoutADeadlineIsCaught() {
        assertCaught("P1", script -> script.story().holds(), new Build() {
            @Override
            public Effector hands(Effector sound) {
                return effect -> sound.apply(
                        effect instanceof Effect.Patch patch && isAboutAHold(patch) ? withoutDeadline(patch) : effect);
            }
        });
    }

    @Test
    void p4AnApprovalThatIsNotBoundToItsDigestIsCaught() {
        assertCaught("P4", script -> script.has(Fault.OldAnswer.class), new Build() {
            @Override
            public ClusterView view(ClusterView sound) {
                return new Misread(sound);
            }
        });
    }

    @Test
    void p6AnEffectThatDoesNotNameWhatWasLookedAtIsCaught() {
        assertCaught("P6", Script::approves, new Build() {
            @Override
            public Effector hands(Effector sound) {
                return effect -> sound.apply(unconditional(effect));
            }
        });
    }

    @Test
    void p5AFiringThatIsAnsweredTwiceIsCaught() {
        assertCaught("P5", _ -> true, new Build() {
            @Override
            public Journal journal(Journal sound, Api truth) {
                return new AlteredJournal(sound) {
                    @Override
                    public Written create(KubeObject run) {
                        sound.create(run.with(run.name() + "-again", "metadata", "name"));
                        return sound.create(run);
                    }
                };
            }
        });
    }

    /**
     * The seeds are played in their order, two at a time, until one has caught it.
     *
     * @param worth which of the scripts can find it out at all; the others are not played, to save time
     */
    private static void assertCaught(String promise, Predicate<Script> worth, Build broken) {
        List<Script> scripts =
                LongStream.range(0, SEEDS).mapToObj(Script::of).filter(worth).toList();
        for (int i = 0; i < scripts.size(); i += AT_ONCE) {
            Optional<Trial> caught = scripts.subList(i, Math.min(scripts.size(), i + AT_ONCE)).parallelStream()
                    .map(script -> Trial.of(script, broken))
                    .filter(trial -> trial.breaks(promise))
                    .findFirst();
            if (caught.isPresent()) {
                return;
            }
        }
        fail("nobody noticed within " + SEEDS + " seeds, of which " + scripts.size() + " were played");
    }

    private interface Deciding {
        dev.coxswain.run.step.Decision next(Run run, World world);
    }

    /** Decides otherwise; what it journals afterwards is sound. */
    private static Decider deciding(Decider sound, Deciding otherwise) {
        return new Decider() {
            @Override
            public dev.coxswain.run.step.Decision next(Run run, World world) {
                return otherwise.next(run, world);
            }

            @Override
            public Run after(Run run, World world, Effect effect, Outcome outcome) {
                return sound.after(run, world, effect, outcome);
            }
        };
    }

    private static Effect ofTheFirst(Effect.Delete delete) {
        String first = delete.target().name().replaceFirst("-\\d+$", "-0");
        return new Effect.Delete(
                ObjectRef.pod(delete.target().namespace(), first), delete.preconditions(), delete.gracePeriod());
    }

    private static boolean isAboutAHold(Effect.Patch patch) {
        return Json.asMap(Json.at(patch.body(), "metadata", "annotations")).containsKey(Hold.BY);
    }

    private static Effect withoutDeadline(Effect.Patch patch) {
        Map<String, @Nullable Object> body = Json.mutableMap(Json.asMap(patch.body()));
        Json.asMap(Json.at(body, "metadata", "annotations")).remove(Hold.UNTIL);
        return new Effect.Patch(patch.target(), patch.type(), body, patch.preconditions(), patch.subresource());
    }

    private static Effect unconditional(Effect effect) {
        return switch (effect) {
            case Effect.Create create -> create;
            case Effect.Patch patch ->
                new Effect.Patch(patch.target(), patch.type(), patch.body(), Preconditions.NONE, patch.subresource());
            case Effect.Delete delete -> new Effect.Delete(delete.target(), Preconditions.NONE, delete.gracePeriod());
            case Effect.Evict evict -> new Effect.Evict(evict.target(), Preconditions.NONE);
            case Effect.Exec exec ->
                new Effect.Exec(
                        exec.target(),
                        Preconditions.NONE,
                        exec.container(),
                        exec.command(),
                        exec.timeout(),
                        exec.maxBytes(),
                        exec.repeatable());
        };
    }

    /** Playbooks as if their authors had written no guards. */
    private record Unguarded(PlaybookLibrary sound) implements PlaybookLibrary {
        @Override
        public Optional<Playbook> find(String namespace, String name) {
            return sound.find(namespace, name);
        }

        @Override
        public Optional<Playbook> loaded(String key) {
            return sound.loaded(key);
        }

        @Override
        public Playbook compile(Map<String, @Nullable Object> document) {
            Map<String, @Nullable Object> without = new LinkedHashMap<>(document);
            Map<String, @Nullable Object> spec = new LinkedHashMap<>(Json.asMap(document.get("spec")));
            spec.remove("guards");
            without.put("spec", spec);
            return sound.compile(without);
        }
    }

    /** Every pod looks ready, but for one that was restarted again and again. */
    private record Rosy(ClusterView sound) implements ClusterView {
        private static final List<Map<String, Object>> READY = List.of(Map.of("type", "Ready", "status", "True"));

        @Override
        public Optional<KubeObject> find(ObjectRef ref) {
            return sound.find(ref).map(Rosy::seen);
        }

        @Override
        public List<KubeObject> list(Gvk gvk) {
            return sound.list(gvk).stream().map(Rosy::seen).toList();
        }

        private static KubeObject seen(KubeObject object) {
            boolean isStuck = Evidence.maps(object, "status", "containerStatuses").stream()
                    .anyMatch(container -> Json.asLong(container.get("restartCount"), 0) > 0);
            return !object.gvk().kind().equals("Pod") || isStuck ? object : object.with(READY, "status", "conditions");
        }
    }

    /** Takes every answer for an answer to what is asked now. */
    private record Misread(ClusterView sound) implements ClusterView {
        @Override
        public Optional<KubeObject> find(ObjectRef ref) {
            return sound.find(ref);
        }

        @Override
        public List<KubeObject> list(Gvk gvk) {
            return gvk.equals(Decision.GVK)
                    ? sound.list(gvk).stream().map(this::misread).toList()
                    : sound.list(gvk);
        }

        private KubeObject misread(KubeObject answer) {
            return sound.find(RunJson.ref(answer.namespace(), answer.text("spec", "run")))
                    .map(run -> answer.with(run.text("status", "question", "digest"), "spec", "digest"))
                    .orElse(answer);
        }
    }
}
