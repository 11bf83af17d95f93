package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.run.record.Run;
import org.junit.jupiter.api.Test;

/** What heals comes before what reports: a run that has done its work gives way before it writes that down. */
class GivingWayTest {

    private static final ObjectRef LAMP = Rig.configMap("shop", "lamp");
    private static final ObjectRef DOOR = Rig.configMap("shop", "door");

    private static Rig rig() {
        Rig rig = new Rig(Rig.playbook("""
                - name: mark
                  uses: object.annotate
                  with:
                    target: {apiVersion: v1, kind: ConfigMap, name: "${object.metadata.name}", namespace: shop}
                    annotations: {seen: "yes"}
                """));
        rig.putsOff = true;
        return rig;
    }

    private static boolean isMarked(Rig rig, ObjectRef ref) {
        return rig.get(ref).annotation("seen").isPresent();
    }

    private static long marks(Rig rig) {
        return rig.sent.stream()
                .filter(request ->
                        request.method().equals("PATCH") && request.path().endsWith("/configmaps/lamp"))
                .count();
    }

    @Test
    void whatHealsIsDoneBeforeAnyRunSaysThatItHasEnded() {
        Rig rig = rig();
        rig.starts("job", "shop", "lamp");
        rig.starts("job", "shop", "door");
        rig.passes(3);
        assertThat(isMarked(rig, LAMP) && isMarked(rig, DOOR)).as(rig.story()).isTrue();
        assertThat(rig.runs()).extracting(run -> run.state().phase()).containsExactly("Running", "Running");

        rig.catchesUp();
        rig.passes(1);

        assertThat(rig.runs()).extracting(run -> run.state().phase()).containsExactly("Succeeded", "Succeeded");
        assertThat(rig.told).hasSize(2);
    }

    @Test
    void whatChangesMeanwhileDoesNotCarryItOnASecondTime() {
        Rig rig = rig();
        rig.starts("job", "shop", "lamp");
        rig.passes(3);
        rig.edit(LAMP, "green", "data", "color");
        rig.passes(60);
        assertThat(rig.putOff()).isOne();
        rig.catchesUp();
        rig.passes(3);

        assertThat(rig.run().state().phase()).isEqualTo("Succeeded");
        assertThat(marks(rig)).isOne();
    }

    @Test
    void whoeverLeadsNextFindsThatItIsDoneAndSaysSo() {
        Rig rig = rig();
        rig.starts("job", "shop", "lamp");
        rig.passes(3);
        rig.leads = false;
        rig.catchesUp();
        rig.passes(3);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Running");

        rig.leads = true;
        rig.restart();
        rig.passes(3);

        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(marks(rig)).isOne();
    }

    @Test
    void whatHasNoGoodEndDoesNotGiveWay() {
        Rig rig = new Rig(Rig.playbook("""
                - {name: never, uses: wait, with: {until: has(object.data.nothing), atMost: 5s}}
                """));
        rig.putsOff = true;
        rig.starts("job", "shop", "lamp");
        rig.passes(10);

        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
        assertThat(rig.told).extracting(Run.Notice::severity).contains("warning");
    }
}
