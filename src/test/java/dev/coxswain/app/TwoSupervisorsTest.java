package dev.coxswain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.KubeClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two supervisors in processes of their own at one simulated cluster, of which the leading one is killed, stopped for longer than
 * its lease, or cut off, in the middle of a run that holds an operator. More rounds by {@code -Dcoxswain.rounds=200}, others by
 * {@code -Dcoxswain.seed}.
 */
class TwoSupervisorsTest {

    private static final Logger LOG = LoggerFactory.getLogger(TwoSupervisorsTest.class);
    private static final int ROUNDS = Integer.getInteger("coxswain.rounds", 2);
    private static final long SEED = Long.getLong("coxswain.seed", 20_260_101);
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OPERATOR = "/apis/apps/v1/namespaces/redis-operator/deployments/redis-operator";
    private static final String LEADER = "/apis/coordination.k8s.io/v1/namespaces/coxswain/leases/coxswain";
    private static final String RUNS = "/apis/coxswain.dev/v1alpha1/namespaces/coxswain/playbookruns";

    private static final String DRILL = """
            apiVersion: coxswain.dev/v1alpha1
            kind: Playbook
            metadata: {name: drill}
            spec:
              title: A drill
              severity: info
              trigger:
                operator:
                  profiles: [spotahome-redis]
                  when: >-
                    'drill' in operator.annotations
                    && (!('drilled' in operator.annotations) || operator.annotations['drilled'] != operator.annotations['drill'])
              limits: {cooldown: 1s}
              approval: {mode: Never}
              steps:
              - name: hold
                uses: operator.hold
                with: {atMost: 1m}
              - name: remember
                uses: object.annotate
                with:
                  target: {apiVersion: apps/v1, kind: Deployment, name: "${operator.name}", namespace: "${operator.namespace}"}
                  annotations: {drilled: "${operator.annotations['drill']}"}
              - name: release
                uses: operator.release
            """;

    /** What happens to the leader. */
    private enum Blow {
        KILLED,
        STOPPED,
        CUT_OFF
    }

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final List<Long> takeovers = new ArrayList<>();

    private Process java(String log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dsun.net.httpserver.nodelay=true",
                "-Dcoxswain.lease-duration=" + LEASE.toSeconds() + "s",
                "-cp",
                System.getProperty("coxswain.classpath", System.getProperty("java.class.path")),
                "dev.coxswain.cli.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
        processes.add(process);
        return process;
    }

    /** A supervisor, which can be killed and started again, at the end of its wire. */
    private final class Supervised {
        private final Wire wire;
        private Process process;

        Supervised(int cluster) throws IOException {
            wire = new Wire(cluster);
            process = started();
        }

        private Process started() throws IOException {
            return java(
                    "serve-" + processes.size() + ".log",
                    "serve",
                    "--server",
                    wire.url(),
                    "--playbooks",
                    folder.resolve("playbooks").toString(),
                    "--listen",
                    "127.0.0.1:0");
        }

        void signal(String name) throws IOException, InterruptedException {
            assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void p1p6p7WhateverBefallsTheLeaderTheOtherFinishesWhatItBeganAndNothingIsDoneTwice() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/bin/kill")), "needs kill(1) to stop a process and let it go on");
        Files.createDirectories(folder.resolve("playbooks"));
        Files.writeString(folder.resolve("playbooks/drill.yaml"), DRILL);
        int port = freePort();
        try {
            java("simulator.log", "simulator", "--port", String.valueOf(port), "--speed", "20");
            HttpTransport cluster = KubeClients.fromUrl("http://127.0.0.1:" + port);
            eventually("the cluster answers", () -> find(cluster, OPERATOR) != null);
            try (Replicas replicas = new Replicas(cluster)) {
                List<Supervised> both = List.of(new Supervised(port), new Supervised(port));
                Random random = new Random(SEED);
                for (int round = 1; round <= ROUNDS; round++) {
                    Blow blow = Blow.values()[random.nextInt(Blow.values().length)];
                    round(round, blow, random.nextInt(300), cluster, both, replicas);
                }
            }
            Collections.sort(takeovers);
            LOG.info(
                    "{} rounds with seed {}, lease {} s: another one led after p50 {} ms, max {} ms",
                    ROUNDS,
                    SEED,
                    LEASE.toSeconds(),
                    takeovers.get(takeovers.size() / 2),
                    takeovers.getLast());
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private void round(int round, Blow blow, int delay, HttpTransport cluster, List<Supervised> both, Replicas replicas)
            throws Exception {
        String said = "round " + round + " of seed " + SEED + ", leader " + blow + " after " + delay + " ms";
        eventually(said + ": somebody leads", () -> leader(cluster, both) != null);
        Supervised leading = Objects.requireNonNull(leader(cluster, both));
        int runsBefore = runs(cluster).size();
        replicas.forget();
        cluster.send(new ApiRequest(
                "PATCH",
                OPERATOR,
                Map.of(),
                "application/merge-patch+json",
                Map.of("metadata", Map.of("annotations", Map.of("drill", String.valueOf(round))))));
        rest(Duration.ofMillis(delay));
        long struck = System.nanoTime();
        strike(blow, leading);
        eventually(said + ": another one leads", () -> {
            Supervised now = leader(cluster, both);
            return now != null && now != leading;
        });
        takeovers.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - struck));
        eventually(said + ": the drill is done and the operator is back", () -> isDone(cluster, round));
        recover(blow, leading);
        // whoever comes back must not do it again
        rest(LEASE);
        assertThat(isDone(cluster, round)).as(said).isTrue();
        assertThat(replicas.seen()).as(said).containsExactly(0L, 1L);
        assertThat(runs(cluster)).as(said).hasSize(runsBefore + 1).allMatch("Succeeded"::equals);
    }

    private static void strike(Blow blow, Supervised leader) throws IOException, InterruptedException {
        switch (blow) {
            case KILLED -> {
                leader.signal("KILL");
                leader.process.waitFor();
            }
            case STOPPED -> leader.signal("STOP");
            case CUT_OFF -> leader.wire.cut();
        }
    }

    private static void recover(Blow blow, Supervised fallen) throws IOException, InterruptedException {
        switch (blow) {
            case KILLED -> fallen.process = fallen.started();
            case STOPPED -> fallen.signal("CONT");
            case CUT_OFF -> fallen.wire.mend();
        }
    }

    private static @org.jspecify.annotations.Nullable Supervised leader(HttpTransport cluster, List<Supervised> both) {
        String holder = Json.asText(Json.at(find(cluster, LEADER), "spec", "holderIdentity"));
        return both.stream()
                .filter(one -> holder.startsWith(one.process.pid() + "-"))
                .findFirst()
                .orElse(null);
    }

    private static boolean isDone(HttpTransport cluster, int round) {
        Object operator = find(cluster, OPERATOR);
        Map<String, ?> annotations = Json.asMap(Json.at(operator, "metadata", "annotations"));
        return String.valueOf(round).equals(annotations.get("drilled"))
                && annotations.keySet().stream().noneMatch(key -> key.startsWith("coxswain.dev/"))
                && Json.asLong(Json.at(operator, "spec", "replicas"), -1) == 1
                && runs(cluster).stream().allMatch("Succeeded"::equals);
    }

    /** The phases of all drills; a list that cannot be read is not an empty one. */
    private static List<String> runs(HttpTransport cluster) {
        try {
            ApiResponse list = cluster.send(ApiRequest.get(RUNS, Map.of()));
            assertThat(list.status()).as(() -> "runs: " + list.message()).isEqualTo(200);
            return Json.asList(Json.at(list.body(), "items")).stream()
                    .map(run -> Json.asText(Json.at(run, "status", "phase")))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static @org.jspecify.annotations.Nullable Object find(HttpTransport cluster, String path) {
        try {
            ApiResponse response = cluster.send(ApiRequest.get(path, Map.of()));
            return response.isSuccess() ? response.body() : null;
        } catch (IOException notYet) {
            return null;
        }
    }

    private static void eventually(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            rest(Duration.ofMillis(50));
        }
    }

    /** Other processes go by the wall clock: there is no virtual time to advance. */
    private static void rest(Duration time) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse();
    }
}
