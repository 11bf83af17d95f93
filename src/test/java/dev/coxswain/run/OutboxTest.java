package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What people are told of a run's end, by whom, and what that costs. */
class OutboxTest {

    private static final String PAINT = """
            - name: paint
              uses: object.annotate
              with:
                target: {apiVersion: v1, kind: ConfigMap, namespace: shop, name: lamp}
                annotations: {color: blue}
            """;

    private static final String DOUBT = """
            - name: doubt
              uses: assert
              with: {that: "1 > 2"}
            """;

    private static Rig rig(String more, String steps) {
        Rig rig = new Rig(Rig.playbook("job", more, steps));
        rig.starts("job", "shop", "lamp");
        return rig;
    }

    /** The server stores the end of the run, and whoever wrote it dies before the answer comes. */
    private static void diesAtTheEnd(Rig rig) {
        rig.wire = new Rig.Wire() {
            @Override
            public void after(ApiRequest request) throws IOException {
                if (request.path().endsWith("/status") && rig.run().state().isFinished()) {
                    rig.leads = false;
                    throw new IOException("gone");
                }
            }
        };
        rig.passes(1);
        rig.wire = new Rig.Wire() {};
        rig.leads = true;
        rig.restart();
    }

    @Test
    void aFailureIsToldWithItsReasonAndWhatWasUndone() {
        Rig rig = rig("approval: {mode: Never}", PAINT + DOUBT).passes(5);

        assertThat(rig.run().state().phase()).isEqualTo("Failed");
        assertThat(rig.told).singleElement().satisfies(notice -> {
            assertThat(notice.severity()).isEqualTo("warning");
            assertThat(notice.text())
                    .startsWith("job for object shop/lamp ended as Failed: doubt:")
                    .endsWith("; undone: patch ConfigMap shop/lamp (taken back)");
        });
    }

    @Test
    void ofACriticalPlaybookAFailureIsCritical() {
        Rig rig = rig("severity: critical\napproval: {mode: Never}", DOUBT).passes(5);

        assertThat(rig.told)
                .singleElement()
                .satisfies(notice -> assertThat(notice.severity()).isEqualTo("critical"));
    }

    @Test
    void whatPeopleHaveEndedThemselvesIsNoWarning() {
        Rig rig = rig("approval: {mode: Required}", PAINT).passes(2);
        rig.answers(rig.run(), "Deny", "kubernetes-admin", "not today");
        rig.passes(2);

        assertThat(rig.told.getLast().severity()).isEqualTo("info");
        assertThat(rig.told.getLast().text()).endsWith("ended as Denied: denied by kubernetes-admin: not today");
    }

    @Test
    void aFailureThatADeathKeptFromPeopleIsToldByWhoeverLeadsNext() {
        Rig rig = rig("approval: {mode: Never}", DOUBT);
        diesAtTheEnd(rig);
        assertThat(rig.told).isEmpty();

        rig.passes(5);
        assertThat(rig.told).hasSize(1);
        rig.restart();
        rig.passes(40);
        assertThat(rig.told).as("told once").hasSize(1);
    }

    @Test
    void goodNewsCostNoWriteOfTheirOwnAndMayBeLostInADeath() {
        Rig rig = rig("approval: {mode: Never}", PAINT).passes(5);
        assertThat(rig.writes("PUT", "/status")).as("the intent, and the end").isEqualTo(2);
        assertThat(rig.told)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).endsWith("succeeded"));

        Rig dies = rig("approval: {mode: Never}", PAINT);
        diesAtTheEnd(dies);
        dies.passes(5);
        assertThat(dies.told).isEmpty();
        assertThat(dies.run().state().phase()).isEqualTo("Succeeded");
    }
}
