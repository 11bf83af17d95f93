package dev.coxswain.cli;

import dev.coxswain.action.Actions;
import dev.coxswain.cli.choice.GivenParams;
import dev.coxswain.cli.choice.KnownPlaybooks;
import dev.coxswain.cli.choice.PlaybookChoice;
import dev.coxswain.cli.choice.Sources;
import dev.coxswain.cli.console.Connection;
import dev.coxswain.cli.console.FetchedView;
import dev.coxswain.cli.console.Launched;
import dev.coxswain.cli.console.OperatorImages;
import dev.coxswain.cli.console.PlanText;
import dev.coxswain.cli.console.Rendered;
import dev.coxswain.cli.console.Task;
import dev.coxswain.cli.console.Words;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Redaction;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.kube.effect.ApiAsker;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.plan.Preview;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.supervision.ByHand;
import dev.coxswain.run.world.FleetReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands about a run that a person starts: what it would do, and starting it. */
final class Starting {

    private Starting() {}

    /** What both have in common: a playbook, its target and its parameters. */
    abstract static class Start implements Task {

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private Connection connection = new Connection();

        @Mixin
        private PlaybookChoice playbooks = new PlaybookChoice();

        @Mixin
        private GivenParams params = new GivenParams();

        @Mixin
        private OperatorImages images = new OperatorImages();

        @Mixin
        private Rendered rendered = new Rendered();

        @Parameters(index = "0", paramLabel = "PLAYBOOK", description = "The name of the playbook.")
        private String playbook = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "TARGET",
                description = "What it is to be about: NAMESPACE/NAME of a pod, a custom resource, an operator or an"
                        + " object, as the playbook's trigger says. None for a playbook about nothing in particular.")
        private @Nullable String target;

        /** A run that a person asks for, not created anywhere. */
        record Wanted(
                Playbook playbook, List<Playbook> others, Run run, FetchedView view, FleetModel fleet, Instant now) {}

        Wanted wanted(Connection.Cluster cluster) throws IOException {
            FetchedView view = new FetchedView(cluster);
            Playbook found = playbooks.find(playbook, view, spec.commandLine().getErr());
            Map<String, @Nullable Object> given = params.of(found);
            Instant now = cluster.now();
            FleetModel fleet = Sources.fleet(view, images, spec.commandLine().getErr());
            Run run = new ByHand(connection.namespace(), fleet, view).run(found, target, given, cluster.whoAmI(), now);
            return new Wanted(found, playbooks.all(view, spec.commandLine().getErr()), run, view, fleet, now);
        }

        Preview.Foreseen foreseen(Wanted wanted, Connection.Cluster cluster) {
            FleetModel fleet = wanted.fleet();
            Preview preview = new Preview(
                    Actions.builtIn(fleet.profiles()),
                    new KnownPlaybooks(wanted.others()),
                    new FleetReader(fleet),
                    new ApiAsker(cluster.transport(), cluster.mapper()));
            return preview.of(wanted.run(), wanted.playbook(), wanted.view(), wanted.now());
        }

        Connection connection() {
            return connection;
        }

        Rendered rendered() {
            return rendered;
        }

        @Override
        public CommandSpec spec() {
            return spec;
        }
    }

    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = "Shows what a run would do now, without creating or changing anything.",
            footer = {
                "",
                "Members are asked for their own word, which only reads. Exits with 1 when a guard vetoes, or an"
                        + " action refuses."
            })
    static final class ShowPlan extends Start {
        @Override
        public int perform(PrintWriter out) throws IOException {
            Connection.Cluster cluster = new Connection.Cluster(connection().transport());
            Wanted wanted = wanted(cluster);
            return switch (foreseen(wanted, cluster)) {
                case Preview.Foreseen.Planned(Run run, var plan) -> {
                    if (rendered().isTable()) {
                        head(out, run, wanted.playbook());
                        new PlanText(out).print(plan);
                    } else {
                        rendered().print(out, document(run));
                    }
                    yield OK;
                }
                case Preview.Foreseen.Impossible(String why) -> {
                    Map<String, @Nullable Object> document = document(wanted.run());
                    document.put("impossible", why);
                    if (rendered().isTable()) {
                        head(out, wanted.run(), wanted.playbook());
                        out.println("plan      none: " + why);
                    } else {
                        rendered().print(out, document);
                    }
                    yield WRONG;
                }
            };
        }

        private static void head(PrintWriter out, Run run, Playbook playbook) {
            out.println("playbook  " + run.spec().playbookName() + ": " + playbook.title());
            out.println("target    " + run.spec().target());
            if (!run.spec().params().isEmpty()) {
                out.println("params    " + Redaction.document(run.spec().params()));
            }
            out.println("approval  " + Words.approval(playbook.approval()));
        }

        private static Map<String, @Nullable Object> document(Run run) {
            KubeObject object = RunJson.write(run);
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("playbook", run.spec().playbookName());
            document.put("target", object.get("spec", "firing", "target"));
            document.put("params", run.spec().params());
            document.putAll(object.map("status", "plan"));
            return Redaction.document(document);
        }
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Starts a run of a playbook by hand. It asks for approval as any other run does.",
            footer = {
                "",
                "Without --wait it exits with 0 once the run is created; with --wait, once it has succeeded, and with"
                        + " 1 when it ends otherwise.",
                "Guards are asked again by the run itself; the limits of the playbook (cooldown, per day) do not hold"
                        + " here."
            })
    static final class StartRun extends Start {

        @Option(names = "--wait", description = "Follow the run until it is over, and print what happens.")
        private boolean wait;

        @Override
        public int perform(PrintWriter out) throws IOException, InterruptedException {
            Connection.Cluster cluster = new Connection.Cluster(connection().transport());
            Wanted wanted = wanted(cluster);
            KubeObject created = cluster.create(ByHand.document(wanted.run()));
            String options = connection().asTyped() + " -n " + created.namespace();
            if (!rendered().isTable()) {
                rendered().print(out, Redaction.document(created.tree()));
            } else {
                out.println("created   " + created.namespace() + "/" + created.name() + " for "
                        + wanted.run().spec().target());
                out.println("look      " + Launched.by() + " runs " + created.name() + options);
            }
            out.flush();
            return wait ? new Following(cluster, out, options).follow(created) : OK;
        }
    }
}
