package dev.coxswain.cli;

import dev.coxswain.app.Service;
import dev.coxswain.app.SimulatedCluster;
import dev.coxswain.app.Termination;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.Run;
import dev.coxswain.run.RunEngine;
import dev.coxswain.run.RunJson;
import dev.coxswain.run.RunState;
import dev.coxswain.run.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The newcomer's first minute: a supervisor, a simulated cluster and an incident in one process. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Shows the main job on a simulated cluster: a Redis replica that its operator keeps killing is healed.")
final class Demo implements Task {

    private static final double SPEED = 60;
    private static final Duration POLL = Duration.ofMillis(100);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--approve",
            description = "Approve the plan without asking; the exit code then tells whether it was healed.")
    private boolean approve;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the simulated API server (default: any).")
    private int port;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            defaultValue = "127.0.0.1:0",
            description = "Where the status page is (default: any free port of this machine).")
    private String listen = "127.0.0.1:0";

    @Option(
            names = "--playbooks",
            paramLabel = "DIR",
            defaultValue = "playbooks",
            description = "Where playbooks are (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("playbooks");

    @Option(names = "--verbose", description = "Also print the supervisor's log.")
    private boolean verbose;

    @Override
    public int perform(PrintWriter out) throws IOException, InterruptedException {
        if (!verbose) {
            // the story says the same, in order; read when the first logger is made
            System.setProperty("COXSWAIN_LOG_LEVEL", "OFF");
        }
        try (Termination termination = Termination.awaited();
                SimulatedCluster cluster = SimulatedCluster.start(port, SPEED);
                Service service = Service.start(settings(cluster), cluster.pace())) {
            Story story = new Story(out, cluster);
            story.open(service.url());
            String primary = cluster.world().primaryOf("shop", "cart").orElseThrow();
            String replica = cluster.world().replicaOf("shop", "cart");
            story.breakIt(replica);
            return follow(out, cluster, story, primary, termination);
        }
    }

    private Map<String, Object> settings(SimulatedCluster cluster) {
        return Map.of(
                "coxswain.cluster.server",
                cluster.url(),
                "coxswain.leader-election",
                false,
                "coxswain.playbooks",
                directory.toString(),
                "coxswain.web.listen",
                listen);
    }

    private int follow(PrintWriter out, SimulatedCluster cluster, Story story, String primary, Termination termination)
            throws IOException, InterruptedException {
        boolean asked = false;
        while (!termination.await(POLL)) {
            Optional<Run> run = cluster.server().list(RunJson.GVK).stream()
                    .map(RunJson::read)
                    .findFirst();
            run.ifPresent(story::tell);
            out.flush();
            if (run.isPresent() && RunEngine.openQuestion(run.get()).isPresent() && !asked) {
                asked = true;
                story.ask(run.get());
                if (approve) {
                    spec.root()
                            .commandLine()
                            .execute("approve", run.get().spec().name(), "--server", cluster.url());
                }
            }
            if (run.isPresent() && run.get().state() instanceof RunState.Finished(Verdict verdict)) {
                return story.close(verdict, primary) ? OK : WRONG;
            }
        }
        return WRONG;
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    /** What the terminal says. */
    private static final class Story {
        private final PrintWriter out;
        private final SimulatedCluster cluster;
        private int told;

        Story(PrintWriter out, SimulatedCluster cluster) {
            this.out = out;
            this.cluster = cluster;
            cluster.server().onChange(dev.coxswain.cluster.Gvk.of("v1", "Event"), change -> event(change.object()));
        }

        void open(URI page) {
            out.println("A simulated cluster is up at " + cluster.url() + "; one second here is " + (int) SPEED
                    + " seconds there.");
            out.println("Watch it in a browser: " + page);
            out.println("Look at it from another terminal:");
            out.println("  kubectl --server " + cluster.url() + " get pbr,pods -A");
            out.println("  kubectl --server " + cluster.url() + " -n shop get pods -w");
            out.println();
            out.flush();
        }

        void breakIt(String replica) {
            say(
                    "we",
                    "restart redis in " + replica
                            + "; its dataset now takes 230 s to load, its probe allows about 115 s");
            cluster.server().lock().lock();
            try {
                cluster.world().restartWithSlowLoad("shop", replica, Duration.ofSeconds(230));
            } finally {
                cluster.server().lock().unlock();
            }
        }

        private void event(KubeObject event) {
            String reason = event.text("reason");
            String object = event.text("involvedObject", "name");
            if (reason.equals("Killing") && object.startsWith("rfr-cart")) {
                say("kubelet", object + ": " + event.text("message"));
            }
        }

        void tell(Run run) {
            List<Run.Moment> moments = run.timeline();
            for (; told < moments.size(); told++) {
                if (!moments.get(told).text().contains("skipped:")) {
                    say("coxswain", moments.get(told).text());
                }
            }
        }

        void ask(Run run) {
            out.println();
            run.plan().ifPresent(new PlanText(out)::print);
            out.println();
            out.println("Approve or deny it from another terminal:");
            out.println("  ./coxswain approve " + run.spec().name() + " --server " + cluster.url());
            out.println("  ./coxswain deny " + run.spec().name() + " --server " + cluster.url());
            out.println();
            out.flush();
        }

        boolean close(Verdict verdict, String primary) {
            boolean stayed = cluster.world().primaryOf("shop", "cart").equals(Optional.of(primary));
            boolean back = cluster.server()
                    .find(dev.coxswain.cluster.ObjectRef.of(
                            "apps/v1", "Deployment", "redis-operator", "redis-operator"))
                    .filter(o -> o.number(0, "spec", "replicas") == 1)
                    .isPresent();
            out.println();
            out.println("The run is over: " + verdict.phase() + ". The operator is " + (back ? "back" : "NOT back")
                    + "; the primary is " + (stayed ? "where it was, " + primary : "NOT where it was") + ".");
            return verdict == Verdict.SUCCEEDED && stayed && back;
        }

        private synchronized void say(String who, String what) {
            out.printf("%s  %-9s %s%n", cluster.clock().instant().toString().substring(11, 19), who, what);
            out.flush();
        }
    }
}
