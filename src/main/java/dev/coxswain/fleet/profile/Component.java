package dev.coxswain.fleet.profile;

import dev.coxswain.expression.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One part of a datastore: redis, sentinel. Templates read {@code datastore}.
 *
 * @param selector labels of its pods
 * @param container the container that runs the datastore's program
 * @param workloadKind {@code StatefulSet} or {@code Deployment}
 * @param workload name of the workload that makes the pods
 * @param roleLabel the label that tells the role as the operator saw it last; absent when there is none
 * @param volume the name of the volume claim, reading {@code member} too; absent when the pod's own first claim is meant
 */
public record Component(
        String name,
        Map<String, Template> selector,
        Template container,
        String workloadKind,
        Template workload,
        Optional<String> roleLabel,
        Optional<Template> volume,
        List<Question> questions) {

    public Component {
        selector = Map.copyOf(selector);
        questions = List.copyOf(questions);
    }
}
