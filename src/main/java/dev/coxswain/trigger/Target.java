package dev.coxswain.trigger;

import dev.coxswain.playbook.Playbook.Trigger;
import java.util.List;
import java.util.Locale;

/**
 * What a firing is about.
 *
 * @param kind what sort of thing it is
 * @param profile empty for an object or nothing
 * @param name of the object, the pod, the custom resource or the operator's workload
 * @param uid a pod that was recreated is another target, at the same place
 */
public record Target(Trigger.Target kind, String profile, String namespace, String name, String uid) {

    public static final Target NOTHING = new Target(Trigger.Target.NOTHING, "", "", "", "");

    /** Whether it is the same place, though perhaps not the same pod in it any more. */
    public boolean isAtThePlaceOf(Target other) {
        return kind == other.kind
                && profile.equals(other.profile)
                && namespace.equals(other.namespace)
                && name.equals(other.name);
    }

    /** As people write it: {@code member shop/rfr-cart-2}. */
    @Override
    public String toString() {
        String what = kind.name().toLowerCase(Locale.ROOT);
        return name.isEmpty() ? what : what + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }

    /** Whether a playbook with that trigger can be about it: the right kind of thing, of one of its profiles, with a name. */
    public boolean suits(Trigger trigger) {
        return switch (trigger) {
            case Trigger.OnObject _ -> is(Trigger.Target.OBJECT, List.of());
            case Trigger.OnMember on -> is(Trigger.Target.MEMBER, on.profiles());
            case Trigger.OnDatastore on -> is(Trigger.Target.DATASTORE, on.profiles());
            case Trigger.OnOperator on -> is(Trigger.Target.OPERATOR, on.profiles());
            case Trigger.Manual(Trigger.Target on, List<String> profiles) -> is(on, profiles);
        };
    }

    private boolean is(Trigger.Target wanted, List<String> profiles) {
        return kind == wanted
                && (kind == Trigger.Target.NOTHING || !name.isEmpty())
                && (profiles.isEmpty() || profiles.contains(profile));
    }
}
