package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.ObjectRef;

/** Brings one object a step closer to its spec. Called again after every change, and after a refusal. */
@FunctionalInterface
interface Reconciler {

    void reconcile(ObjectRef ref);
}
