package dev.coxswain.trigger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence of a playbook's trigger.
 *
 * @param runName of the run it starts: the same whoever creates it next, so that creating it twice is refused
 * @param since when the incident began, as far as is known
 * @param conditions the evidence from what is watched
 * @param word the evidence from members themselves
 * @param variables what expressions read about the target at this moment
 */
public record Firing(
        String runName,
        Target target,
        Instant since,
        List<Condition> conditions,
        Word word,
        Map<String, @Nullable Object> variables) {

    public Firing {
        conditions = List.copyOf(conditions);
    }

    /** Each condition with what it came to, for people. */
    public List<String> evidence() {
        List<String> lines =
                new ArrayList<>(conditions.stream().map(Condition::toString).toList());
        if (word instanceof Word.Heard(Instant at, List<Condition> confirming, var _)) {
            confirming.forEach(condition -> lines.add(condition + ", asked at " + at));
        }
        return lines;
    }
}
