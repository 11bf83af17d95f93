package dev.coxswain.fleet.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.patch.MergePatch;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.fleet.recognition.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfileReaderTest {

    private static final String SOUND = Toys.PROFILE;

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

        assertThat(keys(opstree, Gvk.of(group, "RedisReplication")))
                .containsExactly("redisreplication.opstreelabs.in/skip-reconcile");
        assertThat(keys(opstree, Gvk.of(group, "RedisSentinel")))
                .containsExactly("redissentinel.opstreelabs.in/skip-reconcile");
    }

    private static Set<String> keys(OperatorProfile profile, Gvk kind) {
        Pausing.Step step = profile.pauseOf(kind).orElseThrow().pause().getFirst();
        return Json.asMap(Json.at(step.merge(), "metadata", "annotations")).keySet();
    }

    private static String withOperations(String yaml) {
        return SOUND + ("operations:\n" + yaml).indent(2);
    }

    @Test
    void pausingIsAListOfStepsThatPatch() {
        String text = withOperations("""
                  pause:
                  - {name: mark, uses: object.annotate, with: {annotations: {toys.example.com/rest: "yes"}}}
                  - {name: stop, uses: object.patch, with: {merge: {spec: {hibernated: true, by: "${datastore.name}"}}}}
                  resume:
                  - {name: unmark, uses: object.annotate, with: {annotations: {toys.example.com/rest: null}}}
                  - {name: go, uses: object.patch, with: {merge: {spec: {hibernated: null, by: null}}}}
                """);
        Diagnostics diagnostics = new Diagnostics("toy.yaml", text);
        List<OperatorProfile> read = reader.read(text, diagnostics);
        assertThat(diagnostics.print()).isEmpty();

        FleetModel model = new FleetModel(read);
        KubeObject toy = Snapshot.objects("""
                apiVersion: toys.example.com/v1
                kind: Toy
                metadata: {name: bear, namespace: nursery, uid: t-1}
                spec: {size: 3}
                """).getFirst();
        Datastore awake =
                model.fleet(new Snapshot().put(toy), Answers.NONE).datastores().getFirst();
        Pausing pausing = read.getFirst().pause().orElseThrow();
        Map<String, Object> patch =
                Json.asMap(Pausing.patches(pausing.pause(), awake).get(toy.ref()));
        KubeObject paused = KubeObject.of(Json.asMap(MergePatch.apply(toy.tree(), patch)));

        assertThat(awake.values().get("paused")).isEqualTo(false);
        assertThat(paused.text("spec", "by")).isEqualTo("bear");
        Datastore resting = model.fleet(new Snapshot().put(paused), Answers.NONE)
                .datastores()
                .getFirst();
        assertThat(resting.values().get("paused")).isEqualTo(true);
        Object resumed = MergePatch.apply(
                paused.tree(),
                Json.asMap(Pausing.patches(pausing.resume(), resting).get(toy.ref())));
        assertThat(Json.at(resumed, "spec")).isEqualTo(Map.of("size", 3L));
    }

    @Test
    void whatIsPausedMustBeTakenUpAgain() {
        assertThat(mistakesIn(withOperations("  pause: [{name: mark, uses: object.label, with: {labels: {a: b}}}]\n")))
                .contains("'pause' without 'resume'");
    }

    @Test
    void pausingOnlyPatches() {
        assertThat(mistakesIn(withOperations("""
                  pause: [{name: kill, uses: pod.exec, with: {command: [reboot]}}]
                  resume: [{name: go, uses: object.patch, with: {merge: {spec: {by: "${member.name}"}}}}]
                """)))
                .contains("'uses' cannot be 'pod.exec'")
                .contains("member");
    }
}
