package dev.coxswain.cli.demo;

import dev.coxswain.cli.console.NewMoments;
import dev.coxswain.cli.story.InOrder;
import dev.coxswain.run.record.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What we did, as the journals of our runs tell it.
 *
 * <p>That something was changed is journaled when the API server has answered, and others may have acted on the change by then. So
 * its time is that at which the intent was stored: nothing that comes of it can be earlier.
 */
final class Chronicle {

    private final Map<String, NewMoments> moments = new HashMap<>();
    private final Map<String, Instant> intents = new HashMap<>();

    /**
     * What a journal says that it has not said before.
     *
     * @param at when it was stored like this
     */
    List<InOrder.Line> news(Instant at, Run run) {
        String key = run.spec().key();
        List<InOrder.Line> news = new ArrayList<>();
        for (Run.Moment moment :
                moments.computeIfAbsent(key, _ -> new NewMoments()).of(run)) {
            if (moment.text().contains("skipped:")) {
                continue;
            }
            Instant intended = intents.remove(key + moment.text());
            news.add(new InOrder.Line(intended == null ? moment.at() : intended, "coxswain", moment.text()));
        }
        run.steps()
                .forEach(step -> step.pending()
                        .ifPresent(effect -> intents.putIfAbsent(key + step.name() + ": " + effect.summary(), at)));
        return news;
    }
}
