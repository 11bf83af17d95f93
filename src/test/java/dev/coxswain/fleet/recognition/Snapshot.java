package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.expression.YamlNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A view of a cluster that a test fills by hand. */
public final class Snapshot implements ClusterView {

    private final Map<ObjectRef, KubeObject> objects = new LinkedHashMap<>();

    public Snapshot put(KubeObject object) {
        objects.put(object.ref(), object);
        return this;
    }

    public Snapshot remove(ObjectRef ref) {
        objects.remove(ref);
        return this;
    }

    /** Every object in a text of YAML documents. */
    public Snapshot put(String yaml) {
        objects(yaml).forEach(this::put);
        return this;
    }

    public static List<KubeObject> objects(String yaml) {
        Diagnostics diagnostics = new Diagnostics("test.yaml", yaml);
        List<KubeObject> objects = YamlDocument.read(yaml, diagnostics).stream()
                .map(YamlNode::json)
                .map(Json::asMap)
                .map(KubeObject::of)
                .toList();
        if (diagnostics.hasErrors()) {
            throw new AssertionError(diagnostics.print());
        }
        return objects;
    }

    @Override
    public Optional<KubeObject> find(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref));
    }

    @Override
    public List<KubeObject> list(Gvk gvk) {
        return objects.values().stream()
                .filter(object -> object.gvk().equals(gvk))
                .sorted(Comparator.comparing(KubeObject::namespace).thenComparing(KubeObject::name))
                .toList();
    }
}
