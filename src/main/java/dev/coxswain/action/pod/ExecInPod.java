package dev.coxswain.action.pod;

import dev.coxswain.action.Action;
import dev.coxswain.action.Conditions;
import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.cluster.Redaction;
import dev.coxswain.fleet.Member;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program in a container, argument by argument, and reads what it printed.
 *
 * <p>An exit code other than zero fails the step. Some programs end with zero on errors too, as {@code redis-cli} does: that is
 * what {@code expect} is for. When it is not known whether the program ran, it is run again only if the author said that this
 * does no harm.
 */
public final class ExecInPod implements Action {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 16 * 1024;
    private static final int EXCERPT = 300;
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

    @Override
    public ActionSignature signature() {
        List<Parameter> parameters = new ArrayList<>(PodTarget.PARAMETERS);
        parameters.addAll(List.of(
                Parameter.optional(
                        "container",
                        ParameterType.STRING,
                        "The container; without it, the datastore's own, or the first."),
                Parameter.required(
                        "command", ParameterType.LIST_OF_STRING, "The program and its arguments; no shell reads them."),
                Parameter.optional("timeout", ParameterType.DURATION, "How long it may run.", "30s"),
                Parameter.optional(
                        "repeatable",
                        ParameterType.BOOLEAN,
                        "Running it twice does the same as running it once.",
                        false),
                Parameter.optional(
                                "expect",
                                ParameterType.EXPRESSION,
                                "What must be true of output: exitCode, stdout and stderr.")
                        .reading("output")));
        return new ActionSignature(
                "pod.exec",
                "Runs a program in a container. The output is exitCode, stdout and stderr; what looks like a"
                        + " credential in it is masked.",
                parameters,
                true,
                false);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        List<String> command = with.texts("command");
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            return new Progress.Refuse("command needs at least the program's name");
        }
        Optional<Situation.Past> last = situation.last();
        if (last.isPresent() && situation.planning()) {
            return new Progress.Done(output(0, Params.KNOWN_LATER, Params.KNOWN_LATER), "ran " + command.getFirst());
        }
        Optional<Progress> refusal = last.flatMap(Outcomes::refusal);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (last.isPresent() && last.get().outcome() instanceof Outcome.Applied(var _, var result)) {
            return result.map(r -> judged(r, command, with, situation))
                    .orElseGet(() -> new Progress.Refuse(command.getFirst() + " left nothing behind to read"));
        }
        if (last.isPresent() && !with.isTrue("repeatable")) {
            return new Progress.Refuse("it is not known whether "
                    + last.get().effect().summary() + " took place, and the step does not say that it is repeatable");
        }
        return PodTarget.on(
                with, situation, target -> new Progress.Apply(exec(target, command, with), Optional.empty()));
    }

    private static Effect exec(PodTarget target, List<String> command, Params with) {
        return new Effect.Exec(
                target.pod().ref(),
                Preconditions.sameObject(target.pod()),
                with.text("container")
                        .or(() -> target.member().map(Member::container))
                        .orElse(""),
                command,
                with.duration("timeout").orElse(TIMEOUT),
                MAX_BYTES,
                with.isTrue("repeatable"));
    }

    private static Progress judged(ExecResult result, List<String> command, Params with, Situation situation) {
        String program = command.getFirst();
        if (result.exitCode() != 0) {
            String said = result.stderr().isBlank() ? result.stdout() : result.stderr();
            return new Progress.Refuse(program + " ended with " + result.exitCode() + ": " + excerpt(said));
        }
        Map<String, @Nullable Object> output = output(result.exitCode(), result.stdout(), result.stderr());
        String printed = program
                + (result.truncated()
                        ? " printed more than the " + MAX_BYTES + " bytes that are kept: "
                        : " printed: ");
        Map<String, @Nullable Object> variables = new LinkedHashMap<>(situation.variables());
        variables.put("output", output);
        return with.expression("expect")
                .flatMap(expected -> Conditions.objection(expected, variables))
                .<Progress>map(objection -> new Progress.Refuse(objection + "; " + printed + excerpt(result.stdout())))
                .orElseGet(() -> new Progress.Done(output, printed + excerpt(result.stdout())));
    }

    private static Map<String, @Nullable Object> output(int exitCode, String stdout, String stderr) {
        return Map.of("exitCode", (long) exitCode, "stdout", Redaction.text(stdout), "stderr", Redaction.text(stderr));
    }

    private static String excerpt(String text) {
        // it is shown to people, and must not steer their terminals
        String line = CONTROLS.matcher(Redaction.text(text).strip()).replaceAll("?");
        return line.length() > EXCERPT ? line.substring(0, EXCERPT) + "…" : line;
    }
}
