package dev.coxswain.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileReaderTest {

    private static final String SOUND = """
            apiVersion: coxswain.dev/v1alpha1
            kind: OperatorProfile
            metadata: {name: toy}
            spec:
              operator:
                images: [toys/operator]
              atZero: nothing is mended
              datastores:
              - resource: {apiVersion: toys.example.com/v1, kind: Toy}
                components:
                - name: box
                  selector: {toy: "${datastore.name}"}
                  container: box
                  workload: {kind: StatefulSet, name: "${datastore.name}"}
                  questions:
                    mood: {command: [mood, --of, "${member.name}"], timeout: 3s, parse: text}
                primary: member.says.mood == 'first'
                replica: member.says.mood != 'first'
                healthy: datastore.members.all(m, m.ready)
            """;

    private final ProfileReader reader = new ProfileReader(new CelExpressions());

    private String mistakesIn(String text) {
        Diagnostics diagnostics = new Diagnostics("toy.yaml", text);
        assertThat(reader.read(text, diagnostics)).isEmpty();
        return diagnostics.print();
    }

    @Test
    void aProfileIsReadAsItWasWritten() {
        Diagnostics diagnostics = new Diagnostics("toy.yaml", SOUND);
        OperatorProfile profile = reader.read(SOUND, diagnostics).getFirst();

        assertThat(diagnostics.print()).isEmpty();
        assertThat(profile.name()).isEqualTo("toy");
        assertThat(profile.title()).isEqualTo("toy");
        assertThat(profile.pause()).isEmpty();
        assertThat(profile.datastores().getFirst().components().getFirst().questions())
                .extracting(Question::name, Question::format)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("mood", AnswerFormat.TEXT));
    }

    @Test
    void aMistypedFieldIsRefusedWithItsPlaceAndTheRightOne() {
        assertThat(mistakesIn(SOUND.replace("images:", "image:")))
                .contains("toy.yaml:6:5: error: 'operator' has no field 'image'")
                .contains("did you mean 'images'?");
    }

    @Test
    void aMistypedFieldOfAMemberIsRefusedWhereItStands() {
        assertThat(mistakesIn(SOUND.replace("m.ready", "m.redy")))
                .contains("toy.yaml:19:")
                .contains("redy")
                .contains("ready");
    }

    @Test
    void aFormatThatNobodyKnowsIsRefused() {
        assertThat(mistakesIn(SOUND.replace("parse: text", "parse: redis_info")))
                .contains("'parse' cannot be 'redis_info'")
                .contains("did you mean 'redis-info'?");
    }

    @Test
    void aTemplateThatReadsWhatIsNotThereIsRefused() {
        assertThat(mistakesIn(SOUND.replace("toy: \"${datastore.name}\"", "toy: \"${member.name}\"")))
                .contains("toy.yaml:12:")
                .contains("member");
    }

    @Test
    void allMistakesAreSaidAtOnce() {
        String text = SOUND.replace("kind: StatefulSet", "kind: DaemonSet")
                .replace("atZero: nothing is mended", "atzero: x")
                .replace("timeout: 3s", "timeout: 3 s");

        assertThat(mistakesIn(text)).contains("DaemonSet").contains("atzero").contains("3 s");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(mistakesIn(
                        "apiVersion: coxswain.dev/v1alpha1\nkind: OperatorProfile\nmetadata: {name: x}\nspec: {}\n"))
                .contains("spec needs 'operator'")
                .contains("spec needs 'atZero'")
                .contains("spec needs 'datastores'");
    }

    @Test
    void somethingElseThanAProfileIsRefused() {
        assertThat(mistakesIn("- 1\n- 2\n")).contains("a profile must be a map");
        assertThat(mistakesIn("apiVersion: v1\nkind: Pod\n")).contains("'kind' cannot be 'Pod'");
    }

    @Test
    void aCustomResourceIsReadWithoutWhatTheServerAdded() {
        KubeObject resource = Snapshot.objects(SOUND)
                .getFirst()
                .with("uid-1", "metadata", "uid")
                .with(Map.of("conditions", List.of()), "status");

        assertThat(reader.read(resource).profile()).isPresent();
        ProfileReader.Reading broken = reader.read(resource.with(List.of(), "spec", "datastores", "x"));
        assertThat(broken.profile()).isEmpty();
        assertThat(broken.diagnostics().print())
                .contains("OperatorProfile toy:")
                .contains("must be a list");
    }

    @Test
    void theBuiltInProfilesAreSound() {
        assertThat(BuiltInProfiles.all(new CelExpressions()))
                .extracting(OperatorProfile::name)
                .containsExactly("spotahome-redis", "opstree-redis");
    }

    @Test
    void aKindThatIsPausedInItsOwnWaySaysSo() {
        OperatorProfile opstree = BuiltInProfiles.all(new CelExpressions()).stream()
                .filter(profile -> profile.name().equals("opstree-redis"))
                .findFirst()
                .orElseThrow();
        String group = "redis.redis.opstreelabs.in/v1beta2";

        assertThat(opstree.pauseOf(Gvk.of(group, "RedisReplication")).map(OperatorProfile.NativePause::annotation))
                .contains("redisreplication.opstreelabs.in/skip-reconcile");
        assertThat(opstree.pauseOf(Gvk.of(group, "RedisSentinel")).map(OperatorProfile.NativePause::annotation))
                .contains("redissentinel.opstreelabs.in/skip-reconcile");
    }
}
