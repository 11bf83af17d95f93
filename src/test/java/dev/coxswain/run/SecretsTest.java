package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Json;
import dev.coxswain.run.journal.RunJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** A value that is planted in Secrets is in nothing that is written: runs, plans, notices, events, other objects. */
class SecretsTest {

    private static final String VALUE = "hunter2-and-a-half";
    private static final String ENCODED = Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8));
    private static final String SECRET = "target: {apiVersion: v1, kind: Secret, namespace: shop, name: password}";

    private static Rig rig(String playbook) {
        Rig rig = new Rig(playbook);
        rig.create("{apiVersion: v1, kind: Secret, metadata: {namespace: shop, name: password, labels: {go: job},"
                + " annotations: {kubectl.kubernetes.io/last-applied-configuration: '" + VALUE + "'}},"
                + " data: {password: " + ENCODED + "}}");
        return rig;
    }

    private static void nothingIsTold(Rig rig) {
        String all = Json.print(
                        rig.server.list(RunJson.GVK).stream().map(o -> o.tree()).toList())
                + rig.told
                + rig.sent
                + rig.story()
                + rig.server.list(dev.coxswain.cluster.Gvk.of("v1", "ConfigMap")).stream()
                        .map(o -> Json.print(o.tree()))
                        .toList();
        assertThat(all).contains("password").doesNotContain(VALUE).doesNotContain(ENCODED);
    }

    @Test
    void whatIsReadOfASecretAreItsKeys() {
        Rig rig = rig(Rig.playbook("""
                - {name: read, uses: object.get, with: {%s}}
                - {name: pick, uses: object.get, with: {%s, select: object.data.password}}
                - {name: tell, uses: notify, with: {message: "${steps.read.output.data.password} ${steps.pick.output} ${steps.read.output}"}}
                - name: copy
                  uses: object.create
                  with: {object: {apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: copy}, data: {x: "${steps.read.output.data.password}"}}}
                """.formatted(SECRET, SECRET)));
        rig.starts("job", "shop", "trigger");
        rig.passes(20);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(rig.get(Rig.configMap("shop", "copy")).text("data", "x")).isEqualTo("(secret)");
        nothingIsTold(rig);
    }

    @Test
    void aSecretThatStartsAPlaybookShowsItsKeysAlone() {
        Rig rig =
                rig(Rig.playbook("- {name: tell, uses: notify, with: {message: \"${object.data.password} ${object}\"}}")
                        .replace("kind: ConfigMap, when", "kind: Secret, when"));
        rig.passes(20);
        assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Succeeded");
        assertThat(rig.told).anyMatch(n -> n.text().contains("(secret)"));
        nothingIsTold(rig);
    }

    @Test
    void theValuesOfASecretAreNotWritten() {
        for (String step : new String[] {
            "{name: set, uses: object.patch, with: {" + SECRET + ", merge: {data: {password: eA==}}}}",
            "{name: set, uses: object.patch, with: {" + SECRET
                    + ", json: [{op: replace, path: /data/password, value: eA==}]}}",
            "{name: set, uses: object.apply, irreversible: true, with: {object: {apiVersion: v1, kind: Secret, metadata: {namespace: shop, name: password}, stringData: {password: x}}}}"
        }) {
            Rig rig = rig(Rig.playbook("- " + step));
            rig.starts("job", "shop", "trigger");
            rig.passes(20);
            assertThat(rig.run().state().phase()).as(rig.story()).isEqualTo("Failed");
            assertThat(rig.run().message()).contains("may not write the values of a Secret");
            nothingIsTold(rig);
        }
    }

    @Test
    void itsLabelsMayBeChangedAndPutBackWithoutItsValues() {
        Rig rig = rig(Rig.playbook("- {name: mark, uses: object.label, with: {" + SECRET + ", labels: {seen: 'yes'}}}\n"
                + "- {name: fails, uses: assert, with: {that: \"steps.mark.output != null\", otherwise: no}}"));
        rig.starts("job", "shop", "trigger");
        rig.passes(20);
        assertThat(rig.run().compensations()).as(rig.story()).hasSize(1);
        nothingIsTold(rig);
    }

    @Test
    void whatLooksLikeACredentialIsHiddenInDifferencesOutputAndTexts() {
        Rig rig = new Rig(Rig.playbook("""
                - {name: look, uses: pod.exec, irreversible: true, with: {pod: cache, namespace: shop, command: [env]}}
                - {name: tell, uses: notify, with: {message: "it said ${steps.look.output.stdout}"}}
                - name: change
                  uses: object.patch
                  with:
                    target: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: cache}
                    merge: {metadata: {annotations: {example.dev/password: other}}}
                - {name: fails, uses: assert, with: {that: "steps.change.output != null", otherwise: "redis://x:${object.data.plain}@db"}}
                """));
        rig.create("{apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: cache},"
                + " spec: {containers: [{name: c, image: c}]}}");
        rig.create("{apiVersion: apps/v1, kind: Deployment, metadata: {namespace: shop, name: cache, annotations:"
                + " {example.dev/password: " + VALUE
                + "}}, spec: {selector: {matchLabels: {a: b}}, template: {metadata:"
                + " {labels: {a: b}}, spec: {containers: [{name: c, image: c}]}}}}");
        rig.wire = new Rig.Wire() {
            @Override
            public dev.coxswain.cluster.ExecResult exec(dev.coxswain.cluster.Effect.Exec exec) {
                return new dev.coxswain.cluster.ExecResult(
                        0, "REDIS_PASSWORD=" + VALUE + "\nURL=redis://app:" + VALUE + "@db\n", "", false);
            }
        };
        rig.starts("job", "shop", "trigger");
        rig.passes(20);
        assertThat(rig.told).as(rig.story()).anyMatch(n -> n.text().contains("REDIS_PASSWORD=(secret)"));
        assertThat(rig.run().plan().orElseThrow().effects())
                .flatExtracting(planned -> planned.changes())
                .anyMatch(change -> "(secret)".equals(change.before()) && "(secret)".equals(change.after()));
        String all = rig.told
                + rig.story()
                + rig.run().steps()
                + rig.run().message()
                + rig.run().plan().orElseThrow().effects().stream()
                        .map(planned -> planned.changes())
                        .toList();
        assertThat(all).doesNotContain(VALUE);
    }
}
