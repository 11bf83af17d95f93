package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.record.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether what is so is the incident that has its run or another one, whoever leads and whatever it has seen. */
class IncidentsTest {

    private static final Gvk CONFIG_MAP = Gvk.of("v1", "ConfigMap");

    private static Rig burning(String approval) {
        return lamp("has(object.data.color) && object.data.color == 'red'", approval, "blue");
    }

    private static Rig lamp(String when, String approval, String color) {
        Rig rig = new Rig("""
            apiVersion: coxswain.dev/v1alpha1
            kind: Playbook
            metadata: {name: lamp}
            spec:
              trigger: {object: {apiVersion: v1, kind: ConfigMap, when: "%s"}}
              limits: {cooldown: 1s}
              approval: {mode: %s, expiresAfter: 10s}
              steps:
              - name: paint
                uses: object.patch
                with:
                  target: {apiVersion: v1, kind: ConfigMap, namespace: "${object.metadata.namespace}", name: "${object.metadata.name}"}
                  merge: {data: {color: "%s"}}
            """.formatted(when, approval, color));
        rig.starts("lamp", "shop", "lamp");
        return rig;
    }

    private static void paint(Rig rig, String color) {
        rig.edit(Rig.configMap("shop", "lamp"), color, "data", "color");
    }

    @Test
    void p5WhatIsSoAgainWhenAnotherOneLeadsIsAnswered() {
        Rig rig = burning("Never");
        rig.passes(3);
        assertThat(rig.run().cleared()).as(rig.story()).isTrue();

        paint(rig, "red");
        rig.restart();
        rig.passes(5);

        assertThat(rig.runs()).hasSize(2).allMatch(Run::cleared);
        assertThat(rig.get(Rig.configMap("shop", "lamp")).text("data", "color")).isEqualTo("blue");
    }

    @Test
    void p6WhoeverLeadsAndHasNotSeenYetWhatARunDidDoesNotDoItAgain() {
        Rig rig = burning("Never");
        List<KubeObject> before = rig.list(CONFIG_MAP);
        rig.passes(3);
        assertThat(rig.run().cleared()).as(rig.story()).isTrue();

        rig.showsOnly(CONFIG_MAP, before);
        rig.restart();
        rig.passes(10);
        assertThat(rig.runs()).as(rig.story()).hasSize(1);

        rig.showsAll(CONFIG_MAP);
        rig.passes(3);
        assertThat(rig.runs()).as(rig.story()).hasSize(1);
        paint(rig, "red");
        rig.passes(5);
        assertThat(rig.runs()).as(rig.story()).hasSize(2);
    }

    @Test
    void p5AWatchThatNeverCatchesUpDoesNotKeepAnIncidentFromBeingAnswered() {
        Rig rig = burning("Never");
        List<KubeObject> before = rig.list(CONFIG_MAP);
        rig.passes(3);
        rig.showsOnly(CONFIG_MAP, before);
        rig.restart();
        rig.passes((int) Duration.ofMinutes(16).toSeconds());

        assertThat(rig.runs()).as(rig.story()).hasSizeGreaterThan(1);
    }

    @Test
    void p5WhatChangesWhileItIsAnsweredIsAnsweredAfterTheCooldownWhoeverLeads() {
        Rig rig = lamp(
                "has(object.data.wanted) && object.data.wanted != object.data.color", "Never", "${object.data.wanted}");
        rig.edit(Rig.configMap("shop", "lamp"), "blue", "data", "wanted");
        rig.wire = new Rig.Wire() {
            private boolean isDone;

            @Override
            public Optional<ApiResponse> instead(ApiRequest request) {
                if (!isDone
                        && request.method().equals("PATCH")
                        && request.path().contains("/configmaps/lamp")) {
                    isDone = true;
                    rig.edit(Rig.configMap("shop", "lamp"), "green", "data", "wanted");
                }
                return Optional.empty();
            }
        };
        rig.passes(1);
        assertThat(rig.run().cleared()).as(rig.story()).isFalse();

        rig.restart();
        rig.passes(5);
        assertThat(rig.runs()).as(rig.story()).hasSize(2);
        assertThat(rig.get(Rig.configMap("shop", "lamp")).text("data", "color")).isEqualTo("green");
    }

    @Test
    void p6WhatNobodyApprovedIsNotAskedAgainByAnotherOneWhoLeads() {
        Rig rig = burning("Required");
        rig.passes(11);
        assertThat(rig.run().state().phase()).isEqualTo("Expired");
        assertThat(rig.run().cleared()).isFalse();

        rig.restart();
        rig.passes(30);
        assertThat(rig.runs()).as(rig.story()).hasSize(1);
    }

    @Test
    void p5WhatWentAwayByItselfAndIsSoAgainIsAskedAboutByWhoeverLeads() {
        Rig rig = burning("Required");
        rig.passes(15);
        paint(rig, "green");
        rig.passes(3);
        paint(rig, "red");
        rig.restart();
        rig.passes(5);

        assertThat(rig.runs()).as(rig.story()).hasSize(2);
    }

    @Test
    void p5WhatIsSoAgainBeforeItsRunHasEndedIsAnsweredByAnotherOne() {
        Rig rig = burning("Never");
        rig.wire = new Rig.Wire() {
            private boolean isPainted;
            private boolean isDone;

            @Override
            public void after(ApiRequest request) {
                isPainted |= request.method().equals("PATCH") && request.path().contains("/configmaps/lamp");
                if (isPainted && !isDone && request.path().endsWith("/status")) {
                    isDone = true;
                    rig.time.advance(Duration.ofSeconds(1));
                    paint(rig, "red");
                }
            }
        };
        rig.passes(5);

        assertThat(rig.runs()).as(rig.story()).hasSize(2);
        assertThat(rig.get(Rig.configMap("shop", "lamp")).text("data", "color")).isEqualTo("blue");
    }
}
