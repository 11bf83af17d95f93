package dev.coxswain.cli;

import dev.coxswain.approval.Decision;
import dev.coxswain.approval.Question;
import dev.coxswain.cli.console.Connection;
import dev.coxswain.cli.console.Task;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that a person answers or stops a run with. */
final class Answering {

    private Answering() {}

    /** What approving and denying have in common: both create one Decision about the open question. */
    abstract static class Answer implements Task {

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private Connection connection = new Connection();

        @Parameters(paramLabel = "RUN", description = "The name of the run.")
        private String run = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the run.")
        private String reason = "";

        @Option(
                names = "--digest",
                paramLabel = "DIGEST",
                description = "Answer only if the plan still has this digest; by default the plan as it is now.")
        private @Nullable String digest;

        abstract String answer();

        @Override
        public int perform(PrintWriter out) throws IOException {
            Connection.Cluster cluster = new Connection.Cluster(connection.transport());
            KubeObject object = cluster.find(RunJson.GVK, connection.namespace(), run)
                    .orElseThrow(() ->
                            new IllegalArgumentException("there is no run " + connection.namespace() + "/" + run));
            Optional<Question> question = RunEngine.openQuestion(RunJson.read(object));
            if (question.isEmpty()) {
                throw new IllegalArgumentException(
                        "run " + run + " asks nothing: it is " + object.text("status", "phase"));
            }
            String seen = digest == null ? question.get().digest() : digest;
            if (!seen.equals(question.get().digest())) {
                throw new IllegalArgumentException("the plan has changed: its digest is now "
                        + question.get().digest());
            }
            String me = cluster.whoAmI();
            cluster.create(decision(object, question.get(), me));
            out.println("answered " + answer() + " to " + question.get().id() + " of run " + run + " as " + me);
            return 0;
        }

        private KubeObject decision(KubeObject object, Question question, String me) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>();
            body.put("run", run);
            body.put("question", question.id());
            body.put("digest", question.digest());
            body.put("answer", answer());
            body.put("by", me);
            if (!reason.isEmpty()) {
                body.put("reason", reason);
            }
            Map<String, @Nullable Object> tree = new LinkedHashMap<>();
            tree.put("apiVersion", Decision.GVK.apiVersion());
            tree.put("kind", Decision.GVK.kind());
            tree.put(
                    "metadata",
                    Map.of(
                            "namespace",
                            object.namespace(),
                            "name",
                            run + "-" + question.id() + "-" + Integer.toHexString((me + answer()).hashCode()),
                            "ownerReferences",
                            java.util.List.of(Map.of(
                                    "apiVersion", RunJson.GVK.apiVersion(),
                                    "kind", RunJson.GVK.kind(),
                                    "name", object.name(),
                                    "uid", object.uid()))));
            tree.put("spec", body);
            return KubeObject.of(tree);
        }

        @Override
        public CommandSpec spec() {
            return spec;
        }
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Approves the plan that a run asks about.")
    static final class Approve extends Answer {
        @Override
        String answer() {
            return "Approve";
        }
    }

    @Command(name = "deny", mixinStandardHelpOptions = true, description = "Denies the plan that a run asks about.")
    static final class Deny extends Answer {
        @Override
        String answer() {
            return "Deny";
        }
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = "Stops a run; whatever it has done is taken back.")
    static final class Cancel implements Task {

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private Connection connection = new Connection();

        @Parameters(paramLabel = "RUN", description = "The name of the run.")
        private String run = "";

        @Override
        public int perform(PrintWriter out) throws IOException {
            Connection.Cluster cluster = new Connection.Cluster(connection.transport());
            KubeObject object = cluster.find(RunJson.GVK, connection.namespace(), run)
                    .orElseThrow(() ->
                            new IllegalArgumentException("there is no run " + connection.namespace() + "/" + run));
            Run current = RunJson.read(object);
            if (current.state().isFinished()) {
                throw new IllegalArgumentException(
                        "run " + run + " is over: " + current.state().phase());
            }
            cluster.annotate(object, RunJson.CANCEL, cluster.whoAmI());
            out.println("asked run " + run + " to stop and take back what it has done");
            return 0;
        }

        @Override
        public CommandSpec spec() {
            return spec;
        }
    }
}
