package dev.coxswain.trigger;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.expression.DidYouMean;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.playbook.Playbook;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what a person means by a target among all that a playbook could be about. */
public final class TargetChoice {

    private TargetChoice() {}

    /**
     * @param wanted {@code name} or {@code namespace/name}, with or without the kind before it; null for a playbook that is about
     *     nothing
     * @throws IllegalArgumentException when it is none or several of the playbook's targets
     */
    public static Targets.Found find(
            Playbook playbook, @Nullable String wanted, FleetModel fleet, ClusterView view, Instant now) {
        List<Targets.Found> all = new Targets(fleet.fleet(view, Answers.NONE), view).of(playbook, now);
        List<Targets.Found> found = all.stream()
                .filter(candidate -> isMeant(candidate.target(), wanted))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("there are several " + wanted + ": " + names(found));
        }
        throw new IllegalArgumentException(missing(playbook, wanted, all));
    }

    private static boolean isMeant(Target target, @Nullable String wanted) {
        if (wanted == null) {
            return target.name().isEmpty();
        }
        String text = wanted.strip().toLowerCase(Locale.ROOT);
        String key = target.namespace().isEmpty() ? target.name() : target.namespace() + "/" + target.name();
        return text.equals(target.name()) || text.equals(key) || text.equals(target.toString());
    }

    private static String missing(Playbook playbook, @Nullable String wanted, List<Targets.Found> all) {
        String what = kind(playbook.trigger());
        if (all.isEmpty()) {
            return "playbook " + playbook.name() + " is about " + what + ", and there is none in this cluster";
        }
        if (wanted == null) {
            return "playbook " + playbook.name() + " is about " + what + ": name one of " + names(all);
        }
        return "playbook " + playbook.name() + " is about " + what + ", and " + wanted + " is none"
                + DidYouMean.hint(wanted, all.stream().map(TargetChoice::key).toList())
                        .map(hint -> "; " + hint)
                        .orElse("");
    }

    private static String names(List<Targets.Found> all) {
        return String.join(", ", all.stream().map(TargetChoice::key).limit(20).toList())
                + (all.size() > 20 ? ", ..." : "");
    }

    private static String key(Targets.Found found) {
        return found.target().namespace() + "/" + found.target().name();
    }

    private static String kind(Playbook.Trigger trigger) {
        return switch (trigger) {
            case Playbook.Trigger.OnObject on -> "objects of kind " + on.kind();
            case Playbook.Trigger.OnMember _ -> "members of datastores";
            case Playbook.Trigger.OnDatastore _ -> "datastores";
            case Playbook.Trigger.OnOperator _ -> "operators";
            case Playbook.Trigger.Manual(Playbook.Trigger.Target on, var _) ->
                switch (on) {
                    case NOTHING -> "nothing in particular";
                    case OBJECT -> "an object";
                    case MEMBER -> "members of datastores";
                    case DATASTORE -> "datastores";
                    case OPERATOR -> "operators";
                };
        };
    }
}
