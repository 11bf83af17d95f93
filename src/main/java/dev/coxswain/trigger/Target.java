package dev.coxswain.trigger;

import dev.coxswain.playbook.Playbook.Trigger;
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
}
