package dev.coxswain.cli.demo;

import dev.coxswain.app.rehearsal.LiveScenario;
import dev.coxswain.app.rehearsal.Scenario;
import dev.coxswain.cli.choice.Sources;
import dev.coxswain.cli.console.Connection;
import dev.coxswain.cli.console.FetchedView;
import dev.coxswain.cli.console.Launched;
import dev.coxswain.cli.console.PlanText;
import dev.coxswain.cli.story.Seen;
import dev.coxswain.cli.story.Witness;
import dev.coxswain.kube.client.KubeClients;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.record.Run;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the terminal says while a scenario is played: who does what, when, and what to type next. */
final class DemoStory {

    /** Of one line, in characters; the whole is in the run. */
    private static final int LONGEST = 150;

    private final PrintWriter out;
    private final LiveScenario live;
    private final String server;
    private final Connection.Cluster cluster;
    private final Witness witness = new Witness(Sources.fleet().kinds());
    private final Map<String, Integer> told = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Instant began;

    DemoStory(PrintWriter out, LiveScenario live) {
        this.out = out;
        this.live = live;
        this.server = " --server " + live.cluster().url();
        this.cluster = new Connection.Cluster(KubeClients.fromUrl(live.cluster().url()));
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
        witness.look(new FetchedView(cluster));
    }

    void begin() {
        say("we", live.scenario().stage().incident().told());
    }

    void somebody(Scenario.Happening happening) {
        String words = happening
                .toString()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .replaceFirst("\\[", ": ")
                .replaceFirst("\\]$", "");
        say("somebody", "(as the scenario has it) " + words.toLowerCase(Locale.ROOT));
    }

    /** @param people whether they are the ones who answer */
    void tell(List<Run> runs, boolean people) {
        for (Run run : runs) {
            List<Run.Moment> moments = run.timeline();
            int from = told.getOrDefault(run.spec().key(), 0);
            moments.stream()
                    .skip(from)
                    .filter(moment -> !moment.text().contains("skipped:"))
                    .forEach(moment -> say(moment.at(), "coxswain", moment.text()));
            told.put(run.spec().key(), moments.size());
            RunEngine.openQuestion(run)
                    .filter(question -> asked.add(run.spec().key() + question.id()))
                    .ifPresent(question -> ask(run, people));
        }
        for (Seen seen : witness.look(new FetchedView(cluster))) {
            say(seen.who(), seen.what());
        }
        out.flush();
    }

    private void ask(Run run, boolean people) {
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

    private void say(String who, String what) {
        say(live.cluster().clock().instant(), who, what);
    }

    private void say(Instant at, String who, String what) {
        Duration since = Duration.between(began, at);
        String text = what.length() <= LONGEST ? what : what.substring(0, LONGEST) + "…";
        out.printf("%3d:%02d  %-15s %s%n", since.toMinutes(), since.toSecondsPart(), who, text);
        out.flush();
    }
}
