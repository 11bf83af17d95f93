package dev.coxswain.kube.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.kube.ScriptedTransport;
import dev.coxswain.run.journal.Journal.Written;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrJournalTest {

    private static final KubeObject RUN = KubeObject.of(Map.of(
            "apiVersion", "coxswain.dev/v1alpha1",
            "kind", "PlaybookRun",
            "metadata",
                    Map.of(
                            "namespace", "shop",
                            "name", "r1",
                            "uid", "u-1",
                            "resourceVersion", "7",
                            "finalizers", List.of(CrJournal.GIVE_BACK))));
    private static final String JSON = Json.print(RUN.tree());

    private final ScriptedTransport transport = new ScriptedTransport();
    private final CrJournal journal = new CrJournal(transport);

    @Test
    void aRunIsBornWithTheFinalizerThatGivesBack() {
        transport.says(201, JSON);

        assertThat(journal.create(RUN.with(null, "metadata", "finalizers"))).isEqualTo(new Written.Stored(RUN));

        assertThat(Json.at(transport.only().body(), "metadata", "finalizers"))
                .isEqualTo(List.of("coxswain.dev/give-back"));
    }

    @Test
    void theSameFiringTwiceIsTheSameRun() {
        transport.says(409, "{\"reason\":\"AlreadyExists\"}").says(200, JSON);

        assertThat(journal.create(RUN)).isEqualTo(new Written.Stored(RUN));

        assertThat(transport.requests.getLast().method()).isEqualTo("GET");
    }

    @Test
    void anAppendReplacesTheStatusUnderTheVersionThatWasRead() {
        transport.says(200, JSON);

        assertThat(journal.append(RUN)).isEqualTo(new Written.Stored(RUN));

        assertThat(transport.only().path())
                .isEqualTo("/apis/coxswain.dev/v1alpha1/namespaces/shop/playbookruns/r1/status");
        assertThat(Json.at(transport.only().body(), "metadata", "resourceVersion"))
                .isEqualTo("7");
    }

    @Test
    void aDeposedLeadersAppendIsLost() {
        transport
                .says(409, "{\"reason\":\"Conflict\",\"message\":\"modified\"}")
                .says(404, "{\"message\":\"gone\"}");

        assertThat(journal.append(RUN)).isEqualTo(new Written.Lost("HTTP 409 modified"));
        assertThat(journal.append(RUN)).isEqualTo(new Written.Lost("HTTP 404 gone"));
    }

    @Test
    void noAnswerIsUnreachable() {
        transport.says(500, "{\"message\":\"etcd\"}").fails(new IOException("cut"));

        assertThat(journal.append(RUN)).isEqualTo(new Written.Unreachable("HTTP 500 etcd"));
        assertThat(journal.append(RUN)).isEqualTo(new Written.Unreachable("cut"));
    }

    @Test
    void anAppendWithoutAVersionIsABug() {
        assertThatThrownBy(() -> journal.append(RUN.with(null, "metadata", "resourceVersion")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void retentionFreesTheRunAndThenDeletesThatVeryRun() {
        transport.says(200, JSON).says(200, "{\"kind\":\"Status\"}");

        assertThat(journal.delete(RUN)).isInstanceOf(Written.Stored.class);

        assertThat(Json.at(transport.requests.getFirst().body(), "metadata", "finalizers"))
                .isEqualTo(List.of());
        assertThat(Json.at(transport.requests.getLast().body(), "preconditions", "uid"))
                .isEqualTo("u-1");
    }

    @Test
    void aRunThatPeopleDeletedIsGoneOnceItsFinalizerIs() {
        transport.says(200, JSON);

        journal.delete(RUN.with("2026-01-01T00:00:00Z", "metadata", "deletionTimestamp"));

        assertThat(transport.only().method()).isEqualTo("PUT");
    }
}
