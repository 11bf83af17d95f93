package dev.coxswain.simulator.controller.object;

import dev.coxswain.cluster.Gvk;

/** The built-in kinds that the controllers and kubelets work with. */
public final class Kinds {

    public static final Gvk POD = Gvk.of("v1", "Pod");
    public static final Gvk NODE = Gvk.of("v1", "Node");
    public static final Gvk NAMESPACE = Gvk.of("v1", "Namespace");
    public static final Gvk SERVICE = Gvk.of("v1", "Service");
    public static final Gvk SERVICE_ACCOUNT = Gvk.of("v1", "ServiceAccount");
    public static final Gvk ENDPOINTS = Gvk.of("v1", "Endpoints");
    public static final Gvk ENDPOINT_SLICE = Gvk.of("discovery.k8s.io/v1", "EndpointSlice");
    public static final Gvk SECRET = Gvk.of("v1", "Secret");
    public static final Gvk CONFIG_MAP = Gvk.of("v1", "ConfigMap");
    public static final Gvk EVENT = Gvk.of("v1", "Event");
    public static final Gvk CLAIM = Gvk.of("v1", "PersistentVolumeClaim");
    public static final Gvk VOLUME = Gvk.of("v1", "PersistentVolume");
    public static final Gvk DEPLOYMENT = Gvk.of("apps/v1", "Deployment");
    public static final Gvk REPLICA_SET = Gvk.of("apps/v1", "ReplicaSet");
    public static final Gvk STATEFUL_SET = Gvk.of("apps/v1", "StatefulSet");
    public static final Gvk REVISION = Gvk.of("apps/v1", "ControllerRevision");
    public static final Gvk JOB = Gvk.of("batch/v1", "Job");
    public static final Gvk BUDGET = Gvk.of("policy/v1", "PodDisruptionBudget");
    public static final Gvk LEASE = Gvk.of("coordination.k8s.io/v1", "Lease");

    private Kinds() {}
}
