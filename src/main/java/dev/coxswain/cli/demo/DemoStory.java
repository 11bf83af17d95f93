package dev.coxswain.cli.demo;

import dev.coxswain.app.rehearsal.LiveScenario;
import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.cli.choice.Sources;
import dev.coxswain.cli.console.Launched;
import dev.coxswain.cli.console.PlanText;
import dev.coxswain.cli.story.Folded;
import dev.coxswain.cli.story.InOrder;
import dev.coxswain.cli.story.Seen;
import dev.coxswain.cli.story.Witness;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the terminal says while a scenario is played: who does what, when, and what to type next. */
final class DemoStory {

    /** Of what is said at once; the whole is in the run. */
    private static final int WIDTH = 112;

    private static final int LINES = 4;

    private final PrintWriter out;
    private final LiveScenario live;
    private final String server;
    private final Queue<SimulatedCluster.Happened> watched = new ConcurrentLinkedQueue<>();
    private final Witness witness = new Witness();
    private final InOrder lines = new InOrder();
    private final Chronicle chronicle = new Chronicle();
    private final Set<String> asked = new HashSet<>();
    private Instant began;

    DemoStory(PrintWriter out, LiveScenario live) {
        this.out = out;
        this.live = live;
        this.server = " --server " + live.cluster().url();
        this.began = live.cluster().clock().instant();
    }

    void open(String name, URI page) {
        String namespace = live.scenario().stage().namespace();
        out.println("scenario  " + name + ": " + live.scenario().title());
        out.println("cluster   " + live.cluster().url() + ", simulated; its time runs faster than yours and is told as"
                + " minutes:seconds");
        out.println("look      kubectl" + server + " get pbr,pods -A");
        out.println("          kubectl" + server + " -n " + namespace + " get pods -w");
        out.println("          " + Launched.by() + " runs" + server);
        out.println("page      " + page);
        out.println();
        out.flush();
    }

    /** Says what is about to be done; what was there before it is no part of the story. */
    void begin() {
        Set<Gvk> kinds = new HashSet<>(Sources.fleet().kinds());
        kinds.addAll(Set.of(Witness.alsoWatched(), RunJson.GVK));
        live.cluster().watch(kinds, watched::add);
        for (var there = watched.poll(); there != null; there = watched.poll()) {
            witness.sees(there.object());
        }
        began = live.cluster().clock().instant();
        hear(began, "we", live.scenario().stage().incident().told());
    }

    void somebody(String deed) {
        hear(live.cluster().clock().instant(), "somebody", "(as the scenario has it) " + deed);
    }

    /**
     * Tells what has happened up to now, but for what is so new that something earlier may not have been heard yet; a question is
     * asked at once.
     *
     * @param people whether they are the ones who answer
     */
    void tell(List<Run> runs, boolean people) {
        hear();
        lines.look().forEach(this::say);
        for (Run run : runs) {
            RunEngine.openQuestion(run)
                    .filter(question -> asked.add(run.spec().key() + question.id()))
                    .ifPresent(question -> ask(run, people));
        }
        out.flush();
    }

    /** Tells what is still held back, because nothing more will come. */
    void tellTheRest() {
        hear();
        lines.rest().forEach(this::say);
        out.flush();
    }

    private void hear() {
        for (var next = watched.poll(); next != null; next = watched.poll()) {
            Instant at = next.at();
            if (next.object().gvk().equals(RunJson.GVK)) {
                chronicle.news(at, RunJson.read(next.object())).forEach(lines::hear);
            } else {
                List<Seen> seen = next.gone() ? witness.misses(next.object()) : witness.sees(next.object());
                seen.forEach(one -> hear(at, one.who(), one.what()));
            }
        }
    }

    private void hear(Instant at, String who, String what) {
        lines.hear(new InOrder.Line(at, who, what));
    }

    private void ask(Run run, boolean people) {
        tellTheRest();
        out.println();
        run.plan().ifPresent(new PlanText(out)::print);
        out.println();
        if (people) {
            String options = " " + run.spec().name() + server;
            out.println("It is for you to answer, from another terminal; until then the cluster's time runs as yours:");
            out.println("  " + Launched.by() + " approve" + options);
            out.println("  " + Launched.by() + " deny" + options);
            out.println();
        }
    }

    /** @param differences from what the scenario expects */
    void close(List<String> differences, List<String> expectations) {
        tellTheRest();
        out.println();
        if (differences.isEmpty()) {
            out.println("It ended as the scenario expects:");
            expectations.forEach(expectation -> out.println("  " + expectation));
        } else {
            out.println("It did NOT end as the scenario expects:");
            differences.forEach(difference -> out.println("  " + difference));
        }
        out.flush();
    }

    private void say(InOrder.Line line) {
        Duration since = Duration.between(began, line.at());
        String time = String.format("%3d:%02d", since.toMinutes(), since.toSecondsPart());
        String who = line.who();
        for (String part : Folded.text(line.what(), WIDTH, LINES)) {
            out.printf("%6s  %-15s %s%n", time, who, part);
            time = "";
            who = "";
        }
    }
}
