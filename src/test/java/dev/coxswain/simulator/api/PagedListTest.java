package dev.coxswain.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The pages of one list show one moment, as those of a server do whose etcd knows its past for five minutes and more. */
class PagedListTest {

    private static final Api.Actor ACTOR = new Api.Actor("tester", "tester");

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final ApiServer server = new ApiServer(time, new Random(1));

    private static KubeObject configMap(String namespace, String name) {
        return KubeObject.of(Map.of(
                "apiVersion", "v1", "kind", "ConfigMap", "metadata", Map.of("name", name, "namespace", namespace)));
    }

    private void create(String... names) {
        for (String name : names) {
            server.create(configMap("default", name), ACTOR);
        }
    }

    private void delete(String name) {
        server.delete(ObjectRef.of("v1", "ConfigMap", "default", name), Preconditions.NONE, ACTOR);
    }

    private void change(String name) {
        KubeObject object =
                server.find(ObjectRef.of("v1", "ConfigMap", "default", name)).orElseThrow();
        server.update(object.with("changed", "data", "now"), ACTOR);
    }

    private ApiResponse list(Map<String, String> query) {
        return server.handle(ApiRequest.get("/api/v1/namespaces/default/configmaps", query), Identity.ADMIN);
    }

    private ApiResponse page(ApiResponse before) {
        return list(Map.of("limit", "2", "continue", token(before)));
    }

    private static String token(ApiResponse page) {
        return Json.asText(Json.at(page.body(), "metadata", "continue"));
    }

    private static String version(ApiResponse page) {
        return Json.asText(Json.at(page.body(), "metadata", "resourceVersion"));
    }

    /** Each with a mark when it has been changed. */
    private static List<String> names(ApiResponse page) {
        assertThat(page.status()).as(page.message()).isEqualTo(200);
        return Json.asList(Json.at(page.body(), "items")).stream()
                .map(item -> Json.asText(Json.at(item, "metadata", "name"))
                        + (Json.at(item, "data", "now") == null ? "" : "*"))
                .toList();
    }

    @Test
    void laterPagesShowWhatWasThereWhenTheFirstOneWasAskedFor() {
        create("b", "d", "f", "h");
        ApiResponse first = list(Map.of("limit", "2"));
        create("c", "e");
        change("f");
        delete("h");
        create("h");
        change("h");

        ApiResponse second = page(first);

        assertThat(names(first)).containsExactly("b", "d");
        assertThat(names(second)).containsExactly("f", "h");
        assertThat(version(second)).isEqualTo(version(first));
        assertThat(token(second)).isEmpty();
        assertThat(names(list(Map.of()))).containsExactly("b", "c", "d", "e", "f*", "h*");
    }

    @Test
    void aTokenIsGoodForFiveMinutesAndForNoMoreThanTen() {
        create("b", "d", "f");
        time.advance(Duration.ofMinutes(4));
        ApiResponse first = list(Map.of("limit", "2"));
        create("g");
        time.advance(Duration.ofMinutes(5));
        create("h");
        assertThat(names(page(first))).containsExactly("f");
        time.advance(Duration.ofMinutes(1));

        assertThat(page(first).status()).isEqualTo(410);
    }

    @Test
    void whereNothingIsWrittenNothingIsForgotten() {
        create("b", "d", "f");
        ApiResponse first = list(Map.of("limit", "2"));
        time.advance(Duration.ofHours(3));

        assertThat(names(page(first))).containsExactly("f");
    }

    @Test
    void anExpiredTokenIsAnsweredWithOneForWhatIsThereNow() {
        create("b", "d", "f", "h", "j");
        ApiResponse first = list(Map.of("limit", "2"));
        create("a", "e");
        delete("f");
        time.advance(Duration.ofMinutes(11));
        create("k");

        ApiResponse expired = page(first);

        assertThat(expired.status()).isEqualTo(410);
        assertThat(Json.at(expired.body(), "reason")).isEqualTo("Expired");
        assertThat(expired.message())
                .startsWith("The provided continue parameter is too old to display a consistent list result.");
        ApiResponse second = page(expired);
        assertThat(names(second)).containsExactly("e", "h");
        assertThat(Long.parseLong(version(second))).isGreaterThan(Long.parseLong(version(first)));
        assertThat(names(page(second))).containsExactly("j", "k");
    }

    @Test
    void aListCanBeAskedForAsItWasAtAVersion() {
        create("b", "d");
        String then = version(list(Map.of()));
        change("b");
        delete("d");

        assertThat(names(list(Map.of("resourceVersion", then, "resourceVersionMatch", "Exact"))))
                .containsExactly("b", "d");
        assertThat(names(list(Map.of("resourceVersion", then, "limit", "1")))).containsExactly("b");
        assertThat(names(list(Map.of("resourceVersion", then)))).containsExactly("b*");
        time.advance(Duration.ofMinutes(11));
        create("e");
        ApiResponse expired = list(Map.of("resourceVersion", then, "resourceVersionMatch", "Exact"));
        assertThat(expired.status()).isEqualTo(410);
        assertThat(expired.message()).isEqualTo("The resourceVersion for the provided list is too old.");
    }

    @Test
    void aTokenGoesWithoutAVersion() {
        create("b", "d");
        ApiResponse first = list(Map.of("limit", "1"));

        ApiResponse refused = list(Map.of("limit", "1", "continue", token(first), "resourceVersion", version(first)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message()).isEqualTo("specifying resource version is not allowed when using continue");
    }

    @Test
    void aVersionIsForgottenWithTheChangesThatLeadBackToIt() {
        create("b", "d");
        ApiResponse first = list(Map.of("limit", "1"));
        for (int i = 0; i < 2500; i++) {
            create("x");
            delete("x");
        }
        assertThat(page(first).status()).isEqualTo(410);
    }

    @Test
    void everyMomentOfARandomPastIsShownAsItWas() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            ApiServer busy = new ApiServer(time, random);
            Map<String, List<String>> moments = new HashMap<>();
            for (int i = 0; i < 120; i++) {
                disturb(busy, random);
                moments.put(Long.toString(newest(busy)), shown(busy, Map.of()));
            }
            moments.forEach((version, then) -> assertThat(
                            shown(busy, Map.of("resourceVersion", version, "resourceVersionMatch", "Exact")))
                    .isEqualTo(then));
        }
    }

    private static void disturb(ApiServer busy, Random random) {
        String namespace = List.of("default", "kube-system").get(random.nextInt(2));
        KubeObject object = configMap(namespace, "m" + random.nextInt(6));
        KubeObject known = busy.find(object.ref()).orElse(null);
        if (known == null) {
            busy.create(object, ACTOR);
        } else if (random.nextInt(3) == 0) {
            busy.delete(known.ref(), Preconditions.NONE, ACTOR);
        } else {
            busy.update(known.with("v" + random.nextInt(), "data", "value"), ACTOR);
        }
    }

    private static long newest(ApiServer busy) {
        ApiResponse list = busy.handle(ApiRequest.get("/api/v1/configmaps", Map.of()), Identity.ADMIN);
        return Long.parseLong(version(list));
    }

    private static List<String> shown(ApiServer busy, Map<String, String> query) {
        List<String> all = new ArrayList<>();
        for (String path : List.of("/api/v1/configmaps", "/api/v1/namespaces/kube-system/configmaps")) {
            ApiResponse list = busy.handle(ApiRequest.get(path, query), Identity.ADMIN);
            all.add(Json.print(Json.at(list.body(), "items")));
        }
        return all;
    }
}
