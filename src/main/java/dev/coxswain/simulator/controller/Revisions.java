package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Owner;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history of a StatefulSet's templates as ControllerRevisions; an older template that returns takes its old name. */
final class Revisions {

    private final Api api;
    private final Api.Actor actor;

    Revisions(Api api, Api.Actor actor) {
        this.api = api;
        this.actor = actor;
    }

    /** The revision of the set's template as it is now, created or moved to the front when it is not the newest. */
    String current(KubeObject set) {
        List<KubeObject> history = history(set);
        Map<String, @Nullable Object> template = Tree.merged(set.map("spec", "template"), Map.of("$patch", "replace"));
        Map<String, @Nullable Object> data = Tree.of("spec", Tree.of("template", template));
        long last = history.isEmpty() ? 0 : number(history.getLast());
        Optional<KubeObject> known =
                history.stream().filter(r -> data.equals(r.get("data"))).findFirst();
        if (known.isPresent()) {
            KubeObject revision = known.get();
            if (number(revision) < last) {
                api.update(revision.with(last + 1, "revision"), actor);
            }
            return revision.name();
        }
        String hash = Tree.revisionHash(data);
        KubeObject revision = Tree.object(
                "apps/v1",
                "ControllerRevision",
                Tree.of(
                        "name", set.name() + "-" + hash,
                        "namespace", set.namespace(),
                        "labels",
                                Tree.merged(
                                        set.map("spec", "selector", "matchLabels"),
                                        Map.of("controller.kubernetes.io/hash", hash)),
                        "ownerReferences", List.of(Owner.reference(set))),
                "data",
                data,
                "revision",
                last + 1);
        return api.create(revision, actor).name();
    }

    /** The template that a revision holds. */
    Map<String, @Nullable Object> template(KubeObject set, String revision) {
        return history(set).stream()
                .filter(r -> r.name().equals(revision))
                .findFirst()
                .map(r -> r.map("data", "spec", "template"))
                .orElseGet(() -> set.map("spec", "template"));
    }

    private List<KubeObject> history(KubeObject set) {
        return api.list(Kinds.REVISION, set.namespace()).stream()
                .filter(r -> Owner.controls(set, r))
                .sorted(Comparator.comparingLong(Revisions::number))
                .toList();
    }

    private static long number(KubeObject revision) {
        return revision.number(0, "revision");
    }
}
