package dev.coxswain.fleet.profile;

import dev.coxswain.expression.Template;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What every member of a component can be asked.
 *
 * @param name its answer is read as {@code member.says.<name>}
 * @param command the program and its arguments, each a template over {@code member} and {@code datastore}. It must only read;
 *     nothing that a template yields is ever parsed by a shell
 * @param container where to run it; absent means the component's own
 */
public record Question(
        String name, List<Template> command, Optional<Template> container, Duration timeout, AnswerFormat format) {

    public Question {
        command = List.copyOf(command);
    }
}
