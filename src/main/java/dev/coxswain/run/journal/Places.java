package dev.coxswain.run.journal;

import dev.coxswain.cluster.ObjectRef;
import java.util.Set;

/**
 * Where something may change that a waiting run is woken for. A namespace; but runs are places of their own, or each append of
 * one of them would wake all that live in the same namespace.
 */
public final class Places {

    /** Any run: for those that wait for another one's end. */
    public static final String ANY_RUN = "runs";

    private Places() {}

    /** Where a change of this object counts. */
    public static Set<String> of(ObjectRef changed) {
        return changed.gvk().equals(RunJson.GVK)
                ? Set.of(ANY_RUN, ofRun(changed.namespace(), changed.name()))
                : Set.of(changed.namespace());
    }

    public static String ofRun(String namespace, String name) {
        return ANY_RUN + "/" + namespace + "/" + name;
    }
}
