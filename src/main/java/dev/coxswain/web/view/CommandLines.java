package dev.coxswain.web.view;

import dev.coxswain.approval.Decision;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.Json;
import dev.coxswain.run.record.Run;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The commands that a reader can paste into a shell. Whatever is not plainly harmless is quoted.
 *
 * @param program how this program is called: {@code coxswain}
 * @param connection the options that lead to the cluster, with a space in front; empty when none are needed
 */
public record CommandLines(String program, String connection) {

    String answer(String answer, Run run, Question question) {
        return program + " " + answer + " " + quoted(run.spec().name()) + connection + " -n "
                + quoted(run.spec().namespace()) + " --digest " + quoted(question.digest());
    }

    /** The name is left to the API server; the admission policy refuses any {@code by} but the author's own. */
    String decision(Run run, Question question) {
        return """
                kubectl create -f - <<'END'
                apiVersion: %s
                kind: %s
                metadata: {generateName: answer-, namespace: %s}
                spec:
                  run: %s
                  question: %s
                  digest: %s
                  answer: Approve
                  by: YOUR-USER-NAME   # kubectl auth whoami
                END""".formatted(
                        Decision.GVK.apiVersion(),
                        Decision.GVK.kind(),
                        Json.print(run.spec().namespace()),
                        Json.print(run.spec().name()),
                        Json.print(question.id()),
                        Json.print(question.digest()));
    }

    /** As one could paste it; it is never given to a shell by us. */
    static String line(List<String> arguments) {
        return arguments.stream().map(CommandLines::quoted).collect(Collectors.joining(" "));
    }

    static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
