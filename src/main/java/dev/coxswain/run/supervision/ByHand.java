package dev.coxswain.run.supervision;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.trigger.Firing;
import dev.coxswain.trigger.Target;
import dev.coxswain.trigger.TargetChoice;
import dev.coxswain.trigger.Triggers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs that people start: like those of triggers, but about what a person names, and whether or not the trigger would fire. */
public final class ByHand {

    private final String home;
    private final FleetModel fleet;
    private final ClusterView view;

    /** @param home the supervisor's namespace, where runs of playbooks without one live */
    public ByHand(String home, FleetModel fleet, ClusterView view) {
        this.home = home;
        this.fleet = fleet;
        this.view = view;
    }

    /**
     * A run that is not created anywhere yet.
     *
     * @param target as a person names it; null for a playbook that is about nothing
     * @param params in place of the playbook's own
     * @param by the user name as which it will be created, which admission compares
     * @throws IllegalArgumentException when it is none or several of the playbook's targets, or none that it may be about
     */
    public Run run(
            Playbook playbook, @Nullable String target, Map<String, @Nullable Object> params, String by, Instant now) {
        Firing firing = Triggers.byHand(playbook, TargetChoice.find(playbook, target, fleet, view, now), now);
        Target about = firing.target();
        if (!new Triggers(home).mayBeAbout(playbook, about)) {
            throw new IllegalArgumentException("playbook " + Triggers.key(playbook)
                    + " may only be about what is in its own namespace, and not about " + about);
        }
        return Run.created(new Run.Spec(
                playbook.namespace().isEmpty() ? home : playbook.namespace(),
                firing.runName(),
                Triggers.key(playbook),
                playbook.source(),
                about,
                now,
                now,
                by,
                params));
    }

    /** As it is sent to the API server: what becomes of it is for the supervisor to say. */
    public static KubeObject document(Run run) {
        Map<String, @Nullable Object> tree =
                new LinkedHashMap<>(RunJson.write(run).tree());
        tree.remove("status");
        return KubeObject.of(tree);
    }
}
