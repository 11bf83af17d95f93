package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ObjectRef;
import org.junit.jupiter.api.Test;

/** Changes that come at a moment at which nobody seems to look. */
class WakingTest {

    private static final ObjectRef LAMP = Rig.configMap("shop", "lamp");

    @Test
    void aChangeWhileARunMakesUpItsMindToWaitForItIsNotMissed() {
        Rig rig = new Rig(Rig.playbook("""
                - {name: first, uses: wait, with: {until: has(object.data.first), atMost: 10m}}
                - {name: second, uses: wait, with: {until: has(object.data.second), atMost: 10m}}
                """));
        rig.starts("job", "shop", "lamp");
        rig.passes(3);
        rig.wire = new Rig.Wire() {
            private boolean isDone;

            @Override
            public void after(ApiRequest request) {
                if (!isDone && request.path().endsWith("/status")) {
                    isDone = true;
                    rig.edit(LAMP, "yes", "data", "second");
                    rig.turnsInBetween();
                }
            }
        };
        rig.edit(LAMP, "yes", "data", "first");
        rig.passes(3);

        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
    }

    @Test
    void aChangeWhileNobodyLedIsNotMissedByWhoeverLeadsAgain() {
        Rig rig = new Rig(Rig.playbook("""
                - {name: only, uses: wait, with: {until: has(object.data.first), atMost: 10m}}
                """));
        rig.starts("job", "shop", "lamp");
        rig.passes(3);
        rig.leads = false;
        rig.edit(LAMP, "yes", "data", "first");
        rig.passes(3);
        assertThat(rig.run().state().phase()).isEqualTo("Running");

        rig.leads = true;
        rig.turnsInBetween();
        rig.passes(3);

        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
    }
}
