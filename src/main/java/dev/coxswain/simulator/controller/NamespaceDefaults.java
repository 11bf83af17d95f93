package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.Map;

/** Puts into each namespace what every real one has: the default service account and the root certificate. */
final class NamespaceDefaults implements Reconciler {

    private static final Api.Actor ACTOR =
            new Api.Actor("system:serviceaccount:kube-system:service-account-controller", "kube-controller-manager");

    private final Api api;

    NamespaceDefaults(Api api) {
        this.api = api;
    }

    @Override
    public void reconcile(ObjectRef ref) {
        KubeObject namespace = api.find(ref).orElse(null);
        if (namespace == null || namespace.isBeingDeleted()) {
            return;
        }
        ensure(Tree.object("v1", "ServiceAccount", Tree.of("name", "default", "namespace", namespace.name())));
        ensure(Tree.object(
                "v1",
                "ConfigMap",
                Tree.of("name", "kube-root-ca.crt", "namespace", namespace.name()),
                "data",
                Map.of("ca.crt", "simulated")));
    }

    private void ensure(KubeObject object) {
        if (api.find(object.ref()).isEmpty()) {
            api.create(object, ACTOR);
        }
    }
}
