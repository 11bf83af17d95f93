package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Owner;
import java.util.function.Predicate;

/** Starts every controller: which changes wake which of them. */
public final class Controllers {

    private final Api api;
    private final Agenda agenda;

    private Controllers(Api api, Agenda agenda) {
        this.api = api;
        this.agenda = agenda;
    }

    public static void start(Api api, Agenda agenda, EventLog events) {
        new Controllers(api, agenda).wire(events);
    }

    private void wire(EventLog events) {
        WorkQueue deployments = own(Kinds.DEPLOYMENT, new DeploymentController(api, agenda, events));
        owners(Kinds.REPLICA_SET, Kinds.DEPLOYMENT, deployments);
        WorkQueue replicaSets = own(Kinds.REPLICA_SET, new ReplicaSetController(api, events));
        owners(Kinds.POD, Kinds.REPLICA_SET, replicaSets);
        WorkQueue statefulSets = own(Kinds.STATEFUL_SET, new StatefulSetController(api, events));
        owners(Kinds.POD, Kinds.STATEFUL_SET, statefulSets);
        WorkQueue pods = own(Kinds.POD, new Scheduler(api, agenda, events));
        every(Kinds.NODE, Kinds.POD, pods, Controllers::isWaiting);
        every(Kinds.CLAIM, Kinds.POD, pods, Controllers::isWaiting);
        own(Kinds.CLAIM, new ClaimBinder(api));
        WorkQueue budgets = own(Kinds.BUDGET, new BudgetController(api, agenda));
        every(Kinds.POD, Kinds.BUDGET, budgets, budget -> true);
        WorkQueue services = own(Kinds.SERVICE, new EndpointsController(api));
        every(Kinds.POD, Kinds.SERVICE, services, service -> true);
        own(Kinds.NAMESPACE, new NamespaceDefaults(api));
        own(Kinds.NODE, new NodeController(api));
        WorkQueue jobs = own(Kinds.JOB, new JobController(api, agenda, events));
        owners(Kinds.POD, Kinds.JOB, jobs);
        new EventExpiry(api, agenda).start();
    }

    private static boolean isWaiting(KubeObject pod) {
        return pod.text("spec", "nodeName").isEmpty();
    }

    private WorkQueue own(Gvk kind, Reconciler reconciler) {
        WorkQueue queue = new WorkQueue(agenda, reconciler);
        api.onChange(kind, change -> queue.add(change.object().ref()));
        api.list(kind).forEach(o -> queue.add(o.ref()));
        return queue;
    }

    private void owners(Gvk kind, Gvk owner, WorkQueue queue) {
        api.onChange(
                kind,
                change -> Owner.of(change.object())
                        .filter(ref -> ref.gvk().equals(owner))
                        .ifPresent(queue::add));
    }

    /** A change of one kind wakes the objects of another in the same namespace; a change without namespace wakes all. */
    private void every(Gvk changed, Gvk woken, WorkQueue queue, Predicate<KubeObject> which) {
        api.onChange(
                changed,
                change -> api.list(woken).stream()
                        .filter(o -> change.object().namespace().isEmpty()
                                || o.namespace().equals(change.object().namespace()))
                        .filter(which)
                        .forEach(o -> queue.add(o.ref())));
    }
}
