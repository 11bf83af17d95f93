package dev.coxswain.fleet.profile;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.expression.Expression;
import java.util.List;
import java.util.Optional;

/**
 * One kind of custom resource that is a datastore.
 *
 * @param components its parts, each a set of pods
 * @param primary whether a member is the primary by its own word; reads {@code member} and {@code datastore}
 * @param replica whether a member is a replica by its own word; reads {@code member} and {@code datastore}
 * @param healthy reads {@code datastore}, its members and primary included
 * @param pause how one of this kind is paused, where that differs from the profile's others
 */
public record DatastoreKind(
        Gvk resource,
        List<Component> components,
        Expression primary,
        Expression replica,
        Expression healthy,
        Optional<Pausing> pause) {

    public DatastoreKind {
        components = List.copyOf(components);
    }
}
