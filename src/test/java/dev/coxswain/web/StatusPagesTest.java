package dev.coxswain.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.journal.RunJson;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusPagesTest {

    private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>${7*7}__${7*7}__";

    private final Pages pages = Pages.with(Map.of());

    @AfterEach
    void close() {
        pages.close();
    }

    /** A run in which everything that an author or a cluster may write is this text. */
    private static KubeObject run(String name, String text) {
        Map<String, Object> moment = Map.of("at", "2026-03-01T11:59:00Z", "text", text);
        return KubeObject.of(Map.of(
                "apiVersion",
                RunJson.GVK.apiVersion(),
                "kind",
                RunJson.GVK.kind(),
                "metadata",
                Map.of("namespace", "coxswain", "name", name, "annotations", Map.of("note", text)),
                "spec",
                Map.of(
                        "playbook",
                        Map.of("spec", Map.of("title", text)),
                        "requestedBy",
                        text,
                        "firing",
                        Map.of(
                                "playbook",
                                "/" + text,
                                "since",
                                "2026-03-01T11:50:00Z",
                                "createdAt",
                                "2026-03-01T11:55:00Z",
                                "target",
                                Map.of("kind", "MEMBER", "namespace", text, "name", text))),
                "status",
                Map.of(
                        "phase",
                        "AwaitingApproval",
                        "message",
                        text,
                        "stateSince",
                        "2026-03-01T11:56:00Z",
                        "question",
                        Map.of(
                                "id", "q1",
                                "digest", "abc",
                                "askedAt", "2026-03-01T11:56:00Z",
                                "expiresAt", "2026-03-01T12:30:00Z",
                                "approvers", 2L,
                                "requestedBy", text,
                                "fourEyes", true),
                        "plan",
                        Map.of(
                                "digest",
                                "abc",
                                "computedAt",
                                "2026-03-01T11:56:00Z",
                                "remarks",
                                List.of(text),
                                "effects",
                                List.of(Map.of("step", text, "reversible", false, "effect", effect(text)))),
                        "timeline",
                        List.of(moment))));
    }

    private static Map<String, Object> effect(String text) {
        return Map.of(
                "do",
                "exec",
                "target",
                Map.of("apiVersion", "v1", "kind", "Pod", "namespace", "shop", "name", text),
                "container",
                "redis",
                "command",
                List.of("echo", text),
                "timeoutSeconds",
                10L,
                "maxBytes",
                1000L,
                "repeatable",
                true);
    }

    private static KubeObject failover(String name, String text) {
        return KubeObject.of(Map.of(
                "apiVersion",
                "databases.spotahome.com/v1",
                "kind",
                "RedisFailover",
                "metadata",
                Map.of("namespace", text, "name", name),
                "spec",
                Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/runs", "/fleet", "/runs/coxswain/hostile"})
    void whatTheClusterSaysIsTextAndNeverMarkup(String path) throws Exception {
        pages.cluster().add(run("hostile", HOSTILE));
        pages.cluster().add(failover("hostile", HOSTILE));
        HttpResponse<String> page = pages.get(path);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert")
                .doesNotContain("<img")
                .doesNotContain("\"'>")
                .contains("${7*7}")
                .doesNotContain("49");
    }

    @Test
    void aMissingRunIsSaidSoAndItsNameIsTextToo() throws Exception {
        HttpResponse<String> page = pages.get("/runs/coxswain/%3Cscript%3Ealert(1)%3C%2Fscript%3E");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no run").doesNotContain("<script>alert");
    }

    @Test
    void noTemplateWritesUnescapedTextOrAnInlineScript() throws IOException {
        try (Stream<Path> views = Files.list(Path.of("src/main/resources/views"))) {
            List<Path> all = views.toList();
            assertThat(all).hasSizeGreaterThan(4);
            for (Path view : all) {
                assertThat(Files.readString(view))
                        .as(view.toString())
                        .doesNotContainPattern("utext|\\[\\(|th:inline|style=|\\son[a-z]+=|javascript:|th:on")
                        .doesNotContainPattern("<script(?![^>]*src=)")
                        .doesNotContain("<style");
            }
        }
    }

    @Test
    void anAskingRunIsOnTopWithTheCommandsThatAnswer() throws Exception {
        pages.cluster().add(run("calm", "done"));
        String page = pages.get("/").body();
        assertThat(page)
                .contains("coxswain approve calm -n coxswain --digest abc")
                .contains("coxswain deny calm -n coxswain --digest abc")
                .contains("2 people have to agree")
                .contains("in 30 min");
        assertThat(page.indexOf("waits for an answer")).isLessThan(page.indexOf("id=\"runs-title\""));
    }

    @Test
    void aRunThatCannotBeReadIsListedAndSaysWhy() throws Exception {
        KubeObject broken = run("broken", "x").with("Dancing", "status", "phase");
        pages.cluster().add(broken);
        pages.cluster().add(run("fine", "y"));
        assertThat(pages.get("/").body()).contains("Dancing").contains("runs/coxswain/fine");
        assertThat(pages.get("/runs/coxswain/broken").body())
                .contains(
                        "This release cannot read the run: PlaybookRun coxswain/broken: status.phase: &quot;Dancing&quot;");
    }

    @Test
    void theApiTellsTheSameAsThePage() throws Exception {
        pages.cluster().add(run("calm", "done"));
        Object run = Json.parse(pages.get("/api/v1/runs/coxswain/calm").body());
        assertThat(Json.at(run, "line", "phase")).isEqualTo("AwaitingApproval");
        assertThat(Json.at(run, "question", "approve")).isEqualTo("coxswain approve calm -n coxswain --digest abc");
        assertThat(Json.asList(Json.at(run, "plan", "changes"))).hasSize(1);
        assertThat(Json.asList(Json.at(run, "timeline"))).hasSize(1);
        assertThat(pages.get("/api/v1/runs/coxswain/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void listsComeInPartsAndTheNextPartIsNamed() throws Exception {
        for (int i = 0; i < 120; i++) {
            pages.cluster().add(run("run-" + i, "x"));
        }
        Object first = Json.parse(pages.get("/api/v1/runs?limit=50").body());
        assertThat(Json.asList(Json.at(first, "items"))).hasSize(50);
        assertThat(Json.at(first, "next")).isEqualTo(50L);
        Object last = Json.parse(pages.get("/api/v1/runs?limit=50&offset=100").body());
        assertThat(Json.asList(Json.at(last, "items"))).hasSize(20);
        assertThat(Json.at(last, "next")).isNull();
        assertThat(pages.get("/runs").body()).contains("runs?offset=50").contains("120 in all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/runs?limit=0",
                "/api/v1/runs?limit=201",
                "/api/v1/runs?offset=-1",
                "/api/v1/runs?limit=many",
                "/api/v1/fleet?limit=100000"
            })
    void aLimitThatMakesNoSenseIsRefusedByName(String path) throws Exception {
        HttpResponse<String> answer = pages.get(path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).containsAnyOf("limit", "offset");
    }

    @Test
    void nothingCanBeChangedOverHttp() throws Exception {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            assertThat(pages.raw(method + " /api/v1/runs HTTP/1.1", "Host: localhost", "Content-Length: 0"))
                    .as(method)
                    .startsWith("HTTP/1.1 405 ");
        }
    }
}
