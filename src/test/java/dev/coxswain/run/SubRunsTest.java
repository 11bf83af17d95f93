package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Plan;
import dev.coxswain.run.record.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A playbook that runs another one: what is approved, whose locks they work under, and what is taken back. */
class SubRunsTest {

    private static final String TARGET = "target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: target}";

    private static String inner(String approval, String more) {
        return Rig.playbook("inner", "params: {color: {default: white}}\n" + approval, """
                - name: paint
                  uses: object.patch
                  with: {%s, merge: {data: {color: "${params.color} ${object.data.color}"}}}
                %s""".formatted(TARGET, more))
                .replace("== 'inner'", "== 'never'");
    }

    private static Rig rig(String approval, String innerApproval, String innerMore, String after) {
        Rig rig = new Rig(
                inner(innerApproval, innerMore),
                Rig.playbook(
                        "job",
                        approval,
                        "- {name: heal, uses: playbook.run, with: {playbook: inner, params: {color: dark}}}\n"
                                + after));
        rig.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: target}, data: {color: white, left: alone}}");
        rig.starts("job", "shop", "trigger");
        rig.passes(20);
        return rig;
    }

    private static final String NEVER = "approval: {mode: Never}";
    private static final String ASKS = "approval: {mode: Required, expiresAfter: 1h}";

    private static Run outer(Rig rig) {
        return rig.runs().stream()
                .filter(r -> r.spec().parent().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static Run inner(Rig rig) {
        return rig.runs().stream()
                .filter(r -> !r.spec().parent().isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError(rig.story()));
    }

    private static String color(Rig rig) {
        return rig.get(Rig.configMap("shop", "target")).text("data", "color");
    }

    @Test
    void theOtherRunsOnTheSameTargetWithItsParametersUnderTheSameLocks() {
        Rig rig = rig(NEVER, NEVER, "", "");
        assertThat(outer(rig).state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(inner(rig).state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(color(rig)).isEqualTo("dark red");
    }

    @Test
    void p4WhatTheOtherWouldDoIsInThePlanAndApprovedWithIt() {
        Rig rig = rig(ASKS, NEVER, "", "");
        Plan plan = outer(rig).plan().orElseThrow();
        assertThat(plan.effects()).extracting(Plan.Planned::step).containsExactly("heal/paint");
        assertThat(rig.runs()).hasSize(1);
        rig.answers(outer(rig), "Approve", "ann");
        rig.passes(20);
        assertThat(outer(rig).state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(inner(rig).asked()).isZero();
    }

    @Test
    void p4WhatComesOutOtherwiseThanApprovedIsAskedAboutThoughTheOtherNeverAsks() {
        Rig rig = rig(ASKS, NEVER, "", "").passes(1);
        // the approver has seen red; it turns blue before the other run makes its plan
        rig.wire = new Rig.Wire() {
            @Override
            public void after(dev.coxswain.cluster.ApiRequest request) {
                if (request.method().equals("POST") && request.path().endsWith("/playbookruns")) {
                    rig.edit(Rig.configMap("shop", "trigger"), "blue", "data", "color");
                }
            }
        };
        rig.answers(outer(rig), "Approve", "ann");
        rig.passes(20);
        assertThat(inner(rig).state().phase()).as(rig.story()).isEqualTo("AwaitingApproval");
        assertThat(color(rig)).isEqualTo("white");
        rig.answers(inner(rig), "Approve", "ann");
        rig.passes(20);
        assertThat(outer(rig).state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(color(rig)).isEqualTo("dark blue");
    }

    @Test
    void whatTheOtherDidIsTakenBackWhenTheOneThatRanItFailsLater() {
        String undone =
                "  undo: [{uses: object.patch, with: {" + TARGET + ", merge: {data: {left: '${params.color}'}}}}]";
        for (boolean authored : List.of(false, true)) {
            Rig rig = rig(
                    NEVER,
                    NEVER,
                    authored ? undone : "",
                    "- {name: fails, uses: wait, with: {until: '1 > 2', atMost: 1m}}");
            assertThat(color(rig)).isEqualTo("dark red");
            rig.passes(90);
            assertThat(outer(rig).state().phase()).as(rig.story()).isEqualTo("Failed");
            assertThat(color(rig)).as(rig.story()).isEqualTo(authored ? "dark red" : "white");
            assertThat(rig.get(Rig.configMap("shop", "target")).text("data", "left"))
                    .isEqualTo(authored ? "dark" : "alone");
        }
    }

    @Test
    void whoeverIsCancelledCancelsTheOtherAndWaitsUntilItHasTakenBackWhatItDid() {
        Rig rig = rig(NEVER, NEVER, "- {name: hold-on, uses: wait, with: {until: '1 > 2', atMost: 1h}}", "");
        assertThat(color(rig)).isEqualTo("dark red");
        rig.edit(
                RunJson.ref("coxswain", outer(rig).spec().name()),
                Map.of(RunJson.CANCEL, "ann"),
                "metadata",
                "annotations");
        rig.passes(60);
        assertThat(outer(rig).state().phase()).as(rig.story()).isEqualTo("Cancelled");
        assertThat(inner(rig).state().phase()).as(rig.story()).isEqualTo("Cancelled");
        assertThat(color(rig)).isEqualTo("white");
    }

    @Test
    void aParameterThatTheOtherLacksAndPlaybooksThatRunEachOtherAreRefusedInThePlan() {
        Rig rig = new Rig(
                inner(NEVER, ""),
                Rig.playbook(
                        "job",
                        NEVER,
                        "- {name: heal, uses: playbook.run, with: {playbook: inner, params: {colour: dark}}}"));
        rig.starts("job", "shop", "trigger");
        rig.passes(10);
        assertThat(rig.run().message()).contains("has no parameter 'colour'");
        Rig circle = new Rig(
                Rig.playbook("one", NEVER, "- {name: x, uses: playbook.run, with: {playbook: two}}"),
                Rig.playbook("two", NEVER, "- {name: x, uses: playbook.run, with: {playbook: one}}"));
        circle.starts("one", "shop", "trigger");
        circle.passes(10);
        assertThat(circle.run().message()).contains("more than 5 deep");
    }
}
