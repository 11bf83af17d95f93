package dev.coxswain.cli;

import dev.coxswain.approval.Question;
import dev.coxswain.cli.choice.Confirmation;
import dev.coxswain.cli.choice.PlaybookChoice;
import dev.coxswain.cli.choice.Sources;
import dev.coxswain.cli.console.Connection;
import dev.coxswain.cli.console.FetchedView;
import dev.coxswain.cli.console.Moments;
import dev.coxswain.cli.console.OperatorImages;
import dev.coxswain.cli.console.PlanText;
import dev.coxswain.cli.console.Rendered;
import dev.coxswain.cli.console.Task;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Redaction;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.Operator;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.trigger.Candidate;
import dev.coxswain.trigger.Condition;
import dev.coxswain.trigger.Observations;
import dev.coxswain.trigger.PastRun;
import dev.coxswain.trigger.PastRuns;
import dev.coxswain.trigger.Triggers;
import dev.coxswain.trigger.Word;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that show what there is and change nothing. */
final class Looking {

    private Looking() {}

    /** What all of them have in common. */
    abstract static class Look implements Task {

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private Connection connection = new Connection();

        @Mixin
        private Rendered rendered = new Rendered();

        Connection connection() {
            return connection;
        }

        Rendered rendered() {
            return rendered;
        }

        FetchedView view() throws IOException {
            return new FetchedView(new Connection.Cluster(connection.transport()));
        }

        @Override
        public CommandSpec spec() {
            return spec;
        }
    }

    /** Of those that look at operators and what they keep. */
    abstract static class FleetLook extends Look {

        @Mixin
        private OperatorImages images = new OperatorImages();

        FleetModel model(FetchedView view) {
            return Sources.fleet(view, images, spec().commandLine().getErr());
        }

        Fleet fleet() throws IOException {
            FetchedView view = view();
            return model(view).fleet(view, Answers.NONE);
        }
    }

    @Command(
            name = "operators",
            mixinStandardHelpOptions = true,
            description = "Lists the operators and whether they are held.")
    static final class Operators extends FleetLook {
        @Override
        public int perform(PrintWriter out) throws IOException {
            Fleet fleet = fleet();
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (Operator operator : fleet.operators()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                row.put("namespace", operator.namespace());
                row.put("name", operator.name());
                row.put("profile", operator.profile());
                row.put("version", operator.version());
                row.put("replicas", operator.replicas());
                row.put("pods", (long) operator.pods().size());
                row.put("datastores", (long) fleet.servedBy(operator).size());
                row.put(
                        "held",
                        operator.held()
                                .map(h -> "by " + h.by() + " until " + Moments.text(h.until()))
                                .orElse("no"));
                rows.add(row);
            }
            rendered()
                    .print(
                            out,
                            List.of(
                                    "namespace",
                                    "name",
                                    "profile",
                                    "version",
                                    "replicas",
                                    "pods",
                                    "datastores",
                                    "held"),
                            rows);
            return OK;
        }
    }

    @Command(
            name = "datastores",
            mixinStandardHelpOptions = true,
            description = "Lists the datastores and their members.")
    static final class Datastores extends FleetLook {
        @Override
        public int perform(PrintWriter out) throws IOException {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (Datastore datastore : fleet().datastores()) {
                for (Member member : datastore.members()) {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    row.put("namespace", datastore.namespace());
                    row.put("datastore", datastore.name());
                    row.put("profile", datastore.profile());
                    row.put("member", member.name());
                    row.put("component", member.component());
                    row.put("role", member.values().get("role"));
                    row.put("ready", member.values().get("ready"));
                    row.put("restarts", member.values().get("restarts"));
                    row.put("node", member.values().get("node"));
                    rows.add(row);
                }
            }
            rendered()
                    .print(
                            out,
                            List.of(
                                    "namespace",
                                    "datastore",
                                    "profile",
                                    "member",
                                    "component",
                                    "role",
                                    "ready",
                                    "restarts",
                                    "node"),
                            rows);
            return OK;
        }
    }

    @Command(
            name = "runs",
            mixinStandardHelpOptions = true,
            description = "Lists runs, or shows one with its plan and its story.")
    static final class Runs extends Look {

        @Parameters(paramLabel = "RUN", arity = "0..1", description = "The name of one run.")
        private @Nullable String run;

        @Override
        public int perform(PrintWriter out) throws IOException {
            Connection.Cluster cluster = new Connection.Cluster(connection().transport());
            if (run != null) {
                KubeObject object = cluster.find(RunJson.GVK, connection().namespace(), run)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "there is no run " + connection().namespace() + "/" + run));
                if (rendered().isTable()) {
                    show(out, RunJson.read(object));
                } else {
                    rendered().print(out, List.of(), List.of(Redaction.document(object.tree())));
                }
                return OK;
            }
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (KubeObject object : new FetchedView(cluster).list(RunJson.GVK)) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                row.put("namespace", object.namespace());
                row.put("name", object.name());
                row.put("playbook", object.text("spec", "firing", "playbook"));
                row.put(
                        "target",
                        object.text("spec", "firing", "target", "namespace") + "/"
                                + object.text("spec", "firing", "target", "name"));
                row.put("phase", object.map("status").isEmpty() ? "Pending" : object.text("status", "phase"));
                row.put("message", object.text("status", "message"));
                rows.add(row);
            }
            rendered().print(out, List.of("namespace", "name", "playbook", "target", "phase", "message"), rows);
            return OK;
        }

        private void show(PrintWriter out, Run shown) {
            out.println("run       " + shown.spec().key());
            out.println("playbook  " + shown.spec().playbookName());
            out.println("target    " + shown.spec().target());
            out.println(
                    "phase     " + shown.state().phase() + (shown.message().isEmpty() ? "" : ": " + shown.message()));
            shown.plan().ifPresent(new PlanText(out)::print);
            RunEngine.openQuestion(shown).ifPresent(question -> ask(out, shown, question));
            out.println("story");
            shown.timeline().forEach(moment -> out.println("  " + Moments.text(moment.at()) + "  " + moment.text()));
        }

        private void ask(PrintWriter out, Run shown, Question question) {
            String options = connection().asTyped() + " -n " + shown.spec().namespace();
            out.println("asks      " + question.approvers() + " to approve digest " + question.digest() + " before "
                    + Moments.text(question.expiresAt()));
            out.println("          coxswain approve " + shown.spec().name() + options);
            out.println("          coxswain deny " + shown.spec().name() + options);
        }
    }

    @Command(
            name = "why",
            mixinStandardHelpOptions = true,
            description = "Says for a playbook what each condition of its trigger comes to, for each target.")
    static final class Why extends FleetLook {

        @Parameters(paramLabel = "PLAYBOOK", description = "The name of the playbook.")
        private String name = "";

        @Mixin
        private PlaybookChoice playbooks = new PlaybookChoice();

        @Override
        public int perform(PrintWriter out) throws IOException {
            Connection.Cluster cluster = new Connection.Cluster(connection().transport());
            FetchedView view = new FetchedView(cluster);
            Playbook playbook = playbooks.find(name, view, spec().commandLine().getErr());
            List<dev.coxswain.trigger.Why> whys = whys(playbook, cluster, view);
            if (rendered().isTable()) {
                whys.forEach(why -> tell(out, why));
                if (whys.isEmpty()) {
                    out.println("there is nothing in this cluster that " + name + " could be about");
                }
            } else {
                rendered().print(out, List.of(), whys.stream().map(Why::row).toList());
            }
            return OK;
        }

        private List<dev.coxswain.trigger.Why> whys(Playbook playbook, Connection.Cluster cluster, FetchedView view)
                throws IOException {
            Instant now = cluster.now();
            FleetModel fleet = model(view);
            List<Candidate> candidates = new Triggers(connection().namespace())
                    .candidates(playbook, fleet.fleet(view, Answers.NONE), view, now);
            List<PastRun> past = view.list(RunJson.GVK).stream()
                    .flatMap(run -> past(run).stream())
                    .filter(run -> run.playbook().equals(Triggers.key(playbook)))
                    .toList();
            Confirmation confirmation = new Confirmation(cluster, view, fleet, playbook, candidates, now);
            PastRuns own = PastRuns.of(past);
            Observations observed = observed(cluster, now).toldBy(playbook, own, Instant.EPOCH, now, now);
            return Triggers.pass(playbook, candidates, observed, own, confirmation, now)
                    .whys();
        }

        /** The supervisor leaves alone what it cannot read, and so do we. */
        private Optional<PastRun> past(KubeObject run) {
            try {
                return Optional.of(RunJson.past(run, connection().namespace()));
            } catch (IllegalArgumentException unreadable) {
                spec().commandLine().getErr().println("coxswain: no readable run: " + unreadable.getMessage());
                return Optional.empty();
            }
        }

        /** Since when the supervisor has seen what; nothing when none has looked yet. */
        private Observations observed(Connection.Cluster cluster, Instant now) throws IOException {
            Optional<KubeObject> stored =
                    cluster.find(Gvk.of("v1", "ConfigMap"), connection().namespace(), Observations.CONFIG_MAP);
            Map<String, String> data = new LinkedHashMap<>();
            stored.ifPresent(map -> map.map("data").forEach((key, value) -> data.put(key, String.valueOf(value))));
            return Observations.restored(data, now, now);
        }

        private static void tell(PrintWriter out, dev.coxswain.trigger.Why why) {
            out.println(why.target() + ": " + why.reason());
            why.conditions().forEach(condition -> out.println(line(condition)));
            switch (why.word()) {
                case Word.Heard heard -> {
                    out.println("  members were asked to confirm it:");
                    heard.conditions().forEach(condition -> out.println(line(condition)));
                    if (!heard.silence().isEmpty()) {
                        out.println("  NO   " + heard.silence());
                    }
                }
                case Word.NotAsked(String because) -> out.println("  members were not asked, because " + because);
                case Word.Awaited _, Word.Needless _ -> {
                    // there is nothing more to tell
                }
            }
        }

        private static String line(Condition condition) {
            return (condition.holds() ? "  yes  " : "  NO   ") + condition;
        }

        private static Map<String, @Nullable Object> row(dev.coxswain.trigger.Why why) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("target", why.target().toString());
            row.put("verdict", why.reason());
            row.put("conditions", why.conditions().stream().map(Why::row).toList());
            if (why.word() instanceof Word.Heard heard) {
                row.put(
                        "confirmation",
                        heard.conditions().stream().map(Why::row).toList());
                row.put("silence", heard.silence());
            } else if (why.word() instanceof Word.NotAsked(String because)) {
                row.put("notAsked", because);
            }
            return row;
        }

        private static Map<String, @Nullable Object> row(Condition condition) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("condition", condition.toString());
            row.put("holds", condition.holds());
            return row;
        }
    }
}
