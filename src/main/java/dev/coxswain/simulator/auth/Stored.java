package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import java.util.List;
import java.util.Optional;

/** The objects that decide about access, as they are stored now. */
public interface Stored {

    Optional<KubeObject> find(ObjectRef ref);

    List<KubeObject> list(Gvk gvk);

    static Stored in(Api api) {
        return new Stored() {
            @Override
            public Optional<KubeObject> find(ObjectRef ref) {
                return api.find(ref);
            }

            @Override
            public List<KubeObject> list(Gvk gvk) {
                return api.list(gvk);
            }
        };
    }
}
