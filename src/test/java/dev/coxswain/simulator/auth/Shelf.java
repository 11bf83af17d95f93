package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Objects written as YAML, as if they were stored. */
public final class Shelf implements Stored {

    private final Map<ObjectRef, KubeObject> objects = new LinkedHashMap<>();

    public Shelf with(String yaml) {
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            put(KubeObject.of(Json.asMap(document)));
        }
        return this;
    }

    public void put(KubeObject object) {
        objects.put(object.ref(), object);
    }

    public void remove(ObjectRef ref) {
        objects.remove(ref);
    }

    @Override
    public Optional<KubeObject> find(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref));
    }

    @Override
    public List<KubeObject> list(Gvk gvk) {
        return objects.values().stream()
                .filter(object -> object.gvk().equals(gvk))
                .toList();
    }
}
