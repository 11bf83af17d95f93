package dev.coxswain.app.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.app.rehearsal.SimulatedCluster;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.fleet.profile.BuiltInProfiles;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.fleet.recognition.Snapshot;
import dev.coxswain.kube.client.KubeClients;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.simulator.api.Api;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Definitions, profiles and playbooks that come while a supervisor runs, over real HTTP. */
class LateKindsTest {

    private static final Api.Actor PERSON = new Api.Actor("kubernetes-admin", "kubectl");
    private static final Gvk TOY = Gvk.of("toys.example.com/v1", "Toy");

    private static final String LATE = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: toys.toys.example.com}
            spec:
              group: toys.example.com
              scope: Namespaced
              names: {kind: Toy, listKind: ToyList, plural: toys, singular: toy}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            ---
            apiVersion: coxswain.dev/v1alpha1
            kind: Playbook
            metadata: {name: broken-toys, namespace: coxswain}
            spec:
              trigger: {object: {apiVersion: toys.example.com/v1, kind: Toy, when: object.spec.broken == true}}
              steps: [{name: tell, uses: notify, with: {message: mend it}}]
            ---
            apiVersion: coxswain.dev/v1alpha1
            kind: Playbook
            metadata: {name: misspelt, namespace: coxswain}
            spec:
              trigger: {manual: {}}
              steps: [{name: tell, uses: notifi, with: {message: mend it}}]
            """;

    private final SimulatedCluster cluster = SimulatedCluster.start(0, 1);
    private final Semaphore changes = new Semaphore(0);
    private final Supervision supervision = new Supervision(
            KubeClients.fromUrl(cluster.url()),
            new FleetModel(BuiltInProfiles.all(new CelExpressions())),
            Supervision.Settings.standard("coxswain", List.of()),
            InstantSource.system(),
            Tempo.REAL,
            new Random(1),
            () -> true);

    @AfterEach
    void stop() {
        supervision.close();
        cluster.close();
    }

    private void until(String what, BooleanSupplier holds) throws InterruptedException {
        // not everything that is waited for comes with a change of an object
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean() && System.nanoTime() < end) {
            changes.tryAcquire(1, TimeUnit.SECONDS);
            changes.drainPermits();
        }
        assertThat(holds.getAsBoolean()).as(what).isTrue();
    }

    private void create(KubeObject object) {
        cluster.server().create(object, PERSON);
    }

    private boolean toysAreServed() {
        return supervision.view().list(Kinds.DEFINITION).stream()
                .filter(definition -> definition.name().equals("toys.toys.example.com"))
                .flatMap(definition -> definition.list("status", "conditions").stream())
                .anyMatch(condition -> "Established".equals(Json.at(condition, "type"))
                        && "True".equals(Json.at(condition, "status")));
    }

    private String readiness(String playbook) {
        return supervision
                .view()
                .find(new ObjectRef(Playbooks.GVK, "coxswain", playbook))
                .map(p -> p.list("status", "conditions"))
                .filter(conditions -> !conditions.isEmpty())
                .map(conditions -> String.valueOf(Json.at(conditions.getFirst(), "status")))
                .orElse("");
    }

    @Test
    @Timeout(120)
    void whatIsDefinedLaterIsWatchedAndActedOnWithoutARestart() throws Exception {
        supervision.onChange(changes::release);
        supervision.start();
        until("synced", supervision::isSynced);
        Snapshot.objects(LATE).forEach(this::create);
        until("the sound one is told so", () -> readiness("broken-toys").equals("True"));
        until("the broken one is told so", () -> readiness("misspelt").equals("False"));
        until("toys are served", this::toysAreServed);
        create(Snapshot.objects("""
                apiVersion: toys.example.com/v1
                kind: Toy
                metadata: {name: bear, namespace: coxswain}
                spec: {broken: true}
                """).getFirst());

        until("the toy is seen", () -> !supervision.view().list(TOY).isEmpty());
        until("a run for it", () -> !supervision.view().list(RunJson.GVK).isEmpty());
        assertThat(supervision.isSynced()).isTrue();
    }
}
