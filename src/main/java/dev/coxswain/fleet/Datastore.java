package dev.coxswain.fleet;

import dev.coxswain.cluster.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One custom resource that an operator manages.
 *
 * @param resource the custom resource
 * @param operator the operator that serves it, when one was found
 * @param members in order of name
 * @param values what expressions read as {@code datastore}: name, namespace, kind, profile, spec, status, labels, annotations,
 *     members, healthy, primary (the one member whose own word is that it is the primary; absent when there is not exactly
 *     one), and what the profile adds
 */
public record Datastore(
        String profile,
        KubeObject resource,
        Optional<Operator> operator,
        List<Member> members,
        Map<String, @Nullable Object> values) {

    public String namespace() {
        return resource.namespace();
    }

    public String name() {
        return resource.name();
    }

    /** {@code profile/namespace/name}: the name of its lock and of its queue. */
    public String key() {
        return profile + "/" + namespace() + "/" + name();
    }
}
