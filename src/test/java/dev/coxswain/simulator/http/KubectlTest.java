package dev.coxswain.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.admission.AccessControl;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.auth.Authority;
import dev.coxswain.simulator.auth.Credentials;
import dev.coxswain.simulator.auth.Kubeconfig;
import dev.coxswain.simulator.auth.Kubeconfig.Person.WithCertificate;
import dev.coxswain.simulator.auth.Kubeconfig.Person.WithToken;
import dev.coxswain.simulator.kubelet.Commands;
import dev.coxswain.simulator.world.World;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kubectl works against the simulated cluster, over TLS and with a client certificate, as it does against a real one. */
@Timeout(120)
// the pacemaker beats until it is shut down
@SuppressWarnings("FutureReturnValueIgnored")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class KubectlTest {

    private static final String DEPLOYMENT = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: main, image: 'example.com/web:1', command: [sh, -c, 'echo hello; server']}
        """;

    /** @param output both streams, for what people read there */
    private record Run(int exitCode, String output) {}

    private @Nullable HttpServer http;
    private @Nullable Path kubeconfig;
    private @Nullable Path directory;
    private final ScheduledExecutorService pacemaker = Executors.newSingleThreadScheduledExecutor();

    @BeforeAll
    void startCluster(@TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.ON_SUCCESS) Path temporary)
            throws IOException {
        assumeTrue(isInstalled(), "kubectl is not on the path");
        directory = temporary;
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        VirtualTime time = new VirtualTime(now);
        ApiServer api = new ApiServer(time, new Random(1));
        Credentials credentials =
                AccessControl.guard(api, time, "thirty-two bytes that nobody has".getBytes(StandardCharsets.US_ASCII));
        credentials.know("dora's token", Identity.of("dora", "system:authenticated"));
        World world = new World(time, api, api.lock(), new Commands());
        api.setRuntime(world.kubelet());
        world.addNode("node-1");
        world.advance(Duration.ofSeconds(3));
        Authority authority = Authority.founded(Instant.parse("2025-01-01T00:00:00Z"), new SecureRandom());
        HttpServer server = HttpServer.start(
                api,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.of(Tls.of(authority.certificate(), authority.server(List.of("127.0.0.1")))));
        http = server;
        Path file = temporary.resolve("kubeconfig");
        kubeconfig = file;
        var admin = authority.client("kubernetes-admin", List.of("system:masters"));
        new Kubeconfig(
                        "simulated",
                        "https://127.0.0.1:" + server.port(),
                        Optional.of(authority.certificatePem()),
                        "default",
                        List.of(new WithCertificate("admin", admin), new WithToken("dora", "dora's token")))
                .write(file);
        // ten simulated seconds in one
        pacemaker.scheduleAtFixedRate(() -> world.advance(Duration.ofMillis(200)), 0, 20, TimeUnit.MILLISECONDS);
        assertThat(run(DEPLOYMENT, "apply", "-f", "-").output()).contains("deployment.apps/web created");
        assertThat(run("", "rollout", "status", "deployment/web", "--timeout=60s")
                        .output())
                .contains("successfully rolled out");
    }

    @AfterAll
    void stopCluster() {
        pacemaker.shutdownNow();
        if (http != null) {
            http.close();
        }
    }

    private static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "kubectl")));
    }

    private Run run(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("kubectl", "--kubeconfig", String.valueOf(kubeconfig), "--cache-dir", directory + "/cache"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return new Run(process.exitValue(), output);
    }

    private String kubectl(String... arguments) throws IOException {
        Run run = run("", arguments);
        assertThat(run.exitCode()).as(run.output()).isZero();
        return run.output();
    }

    private static String configMap(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {a: '1'}\n";
    }

    private String aPod() throws IOException {
        return kubectl("get", "pods", "-l", "app=web", "-o", "name")
                .lines()
                .findFirst()
                .orElseThrow();
    }

    @Test
    void getShowsTheColumnsThatPeopleKnow() throws IOException {
        assertThat(kubectl("get", "deployments"))
                .containsPattern("NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +2/2 +2 +2 +[0-9]+");
        assertThat(kubectl("get", "pods", "-l", "app=web"))
                .containsPattern(
                        "NAME +READY +STATUS +RESTARTS +AGE\nweb-[a-z0-9]+-[a-z0-9]+ +1/1 +Running +0 +[0-9]+");
        assertThat(kubectl("get", "pods", "-l", "app=web", "-o", "wide"))
                .containsPattern("IP +NODE +NOMINATED NODE +READINESS GATES\n.* 10\\.[0-9.]+ +node-1 +<none> +<none>");
        assertThat(kubectl("get", "nodes")).containsPattern("node-1 +Ready +<none> +[0-9]+[smh].* +v1.36.0");
    }

    @Test
    void getShowsWholeObjectsInYamlAndByPath() throws IOException {
        assertThat(kubectl("get", "deployment", "web", "-o", "yaml"))
                .contains("apiVersion: apps/v1\n", "kind: Deployment\n", "progressDeadlineSeconds: 600\n");
        assertThat(kubectl("get", "deployment", "web", "-o", "jsonpath={.spec.replicas}"))
                .isEqualTo("2");
    }

    @Test
    void getWatchesUntilWhatItWatchesIsGone() throws IOException {
        kubectl("create", "configmap", "watched", "--from-literal=a=1");
        String seen = kubectl("get", "configmap", "watched", "-w", "--output-watch-events", "--request-timeout=3s");
        assertThat(seen).containsPattern("EVENT +NAME +DATA +AGE\nADDED +watched +1 +");
        kubectl("delete", "configmap", "watched");
    }

    @Test
    void describeTellsOfConditionsAndEvents() throws IOException {
        assertThat(kubectl("describe", "deployment", "web"))
                .contains("2 desired | 2 updated | 2 total | 2 available | 0 unavailable")
                .containsPattern("Progressing +True +NewReplicaSetAvailable")
                .containsPattern("ScalingReplicaSet +.* Scaled up replica set web-");
        assertThat(kubectl("describe", aPod()))
                .containsPattern("Status: +Running")
                .containsPattern("Normal +Scheduled")
                .containsPattern("Normal +Started .*kubelet +Container started");
    }

    @Test
    void applyChangesNothingTwiceAndSaysSo() throws IOException {
        assertThat(run(DEPLOYMENT, "apply", "-f", "-").output()).contains("deployment.apps/web unchanged");
        String map = configMap("applied");
        assertThat(run(map, "apply", "-f", "-").output()).contains("configmap/applied created");
        assertThat(run(map.replace("'1'", "'2'"), "apply", "-f", "-").output())
                .contains("configmap/applied configured");
        assertThat(run(map.replace("'1'", "'3'"), "diff", "-f", "-").output()).contains("-  a: \"2\"", "+  a: \"3\"");
        assertThat(run(map.replace("\ndata", "\ndota"), "apply", "-f", "-").output())
                .contains("strict decoding error: unknown field \"dota\"");
    }

    @Test
    void serverSideApplyKeepsWhatOthersOwn() throws IOException {
        String map = configMap("shared");
        assertThat(run(map, "apply", "--server-side", "--field-manager=one", "-f", "-")
                        .output())
                .contains("configmap/shared serverside-applied");
        Run refused = run(map.replace("'1'", "'2'"), "apply", "--server-side", "--field-manager=two", "-f", "-");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("Apply failed with 1 conflict: conflict with \"one\": .data.a");
        assertThat(run(
                                map.replace("'1'", "'2'"),
                                "apply",
                                "--server-side",
                                "--force-conflicts",
                                "--field-manager=two",
                                "-f",
                                "-")
                        .output())
                .contains("serverside-applied");
    }

    @Test
    void patchLabelAndAnnotateChangeWhatTheySay() throws IOException {
        kubectl("create", "configmap", "patched", "--from-literal=a=1");
        assertThat(kubectl("patch", "configmap", "patched", "--type=merge", "-p", "{\"data\":{\"b\":\"2\"}}"))
                .contains("configmap/patched patched");
        assertThat(kubectl(
                        "patch",
                        "configmap",
                        "patched",
                        "--type=json",
                        "-p",
                        "[{\"op\":\"remove\",\"path\":\"/data/a\"}]"))
                .contains("patched");
        kubectl("label", "configmap", "patched", "tier=back");
        kubectl("annotate", "configmap", "patched", "note=x");
        assertThat(kubectl("get", "configmap", "patched", "-o", "jsonpath={.data}{.metadata.labels.tier}"))
                .isEqualTo("{\"b\":\"2\"}back");
        assertThat(kubectl("patch", "deployment", "web", "-p", "{\"metadata\":{\"annotations\":{\"n\":\"1\"}}}"))
                .contains("deployment.apps/web patched");
    }

    @Test
    void scaleWaitAndDelete() throws IOException {
        kubectl("create", "deployment", "small", "--image=example.com/small:1");
        assertThat(kubectl("scale", "deployment", "small", "--replicas=3")).contains("deployment.apps/small scaled");
        assertThat(kubectl("wait", "deployment/small", "--for=jsonpath={.status.readyReplicas}=3", "--timeout=60s"))
                .contains("condition met");
        assertThat(kubectl("delete", "deployment", "small", "--wait=true"))
                .contains("deployment.apps \"small\" deleted");
        assertThat(kubectl("wait", "pod", "-l", "app=small", "--for=delete", "--timeout=90s"))
                .isNotNull();
        Run missing = run("", "get", "deployment", "small");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.output()).contains("Error from server (NotFound): deployments.apps \"small\" not found");
    }

    @Test
    void logsAndExecReachTheContainer() throws IOException {
        String pod = aPod();
        assertThat(kubectl("logs", pod)).startsWith("hello\n");
        assertThat(kubectl("logs", pod, "--tail=1")).isEqualTo("server runs\n");
        assertThat(kubectl("exec", pod, "--", "echo", "from", "within")).isEqualTo("from within\n");
        Run failed = run("", "exec", pod, "--", "false");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.output()).contains("command terminated with exit code 1");
        assertThat(run("", "logs", pod, "-c", "none").output()).contains("container none is not valid for pod");
    }

    @Test
    void explainReadsTheSchemas() throws IOException {
        assertThat(kubectl("explain", "deployment.spec.replicas"))
                .contains("GROUP:      apps", "KIND:       Deployment", "FIELD: replicas <integer>");
        assertThat(kubectl("explain", "pods")).contains("spec\t<PodSpec>");
    }

    @Test
    void whoAmIKnowsCertificatesAndTokens() throws IOException {
        assertThat(kubectl("auth", "whoami")).contains("kubernetes-admin", "system:masters");
        assertThat(kubectl("--context", "dora@simulated", "auth", "whoami")).contains("dora");
        assertThat(run("", "--context", "dora@simulated", "auth", "can-i", "list", "pods")
                        .output())
                .contains("no");
        assertThat(run("", "--context", "dora@simulated", "get", "pods").output())
                .contains("Error from server (Forbidden): pods is forbidden: User \"dora\" cannot list resource"
                        + " \"pods\"");
    }

    @Test
    void apiResourcesListsShortNamesAndNewDefinitions() throws IOException {
        String boats = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: boats.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: boats, singular: boat, kind: Boat, shortNames: [bt]}
              versions:
              - name: v1
                served: true
                storage: true
                additionalPrinterColumns: [{name: Oars, type: integer, jsonPath: .spec.oars}]
                schema:
                  openAPIV3Schema:
                    type: object
                    properties: {spec: {type: object, required: [oars], properties: {oars: {type: integer, minimum: 1}}}}
            """;
        assertThat(run(boats, "apply", "-f", "-").output()).contains("boats.example.com created");
        kubectl("wait", "--for=condition=Established", "crd/boats.example.com", "--timeout=30s");
        assertThat(kubectl("api-resources"))
                .containsPattern("deployments +deploy +apps/v1 +true +Deployment")
                .containsPattern("boats +bt +example.com/v1 +true +Boat")
                .containsPattern("nodes +no +v1 +false +Node");
        String boat = "apiVersion: example.com/v1\nkind: Boat\nmetadata: {name: b}\nspec: {oars: 4}\n";
        assertThat(run(boat, "apply", "-f", "-").output()).contains("boat.example.com/b created");
        assertThat(kubectl("get", "bt")).containsPattern("NAME +OARS\nb +4");
        assertThat(run(boat.replace("4", "0"), "apply", "-f", "-").output())
                .contains("spec.oars: Invalid value: 0: spec.oars in body should be greater than or equal to 1");
        assertThat(kubectl("explain", "boat.spec.oars")).contains("FIELD: oars <integer>");
        kubectl("delete", "crd", "boats.example.com");
    }

    @Test
    void versionAndEventsAreRead() throws IOException {
        assertThat(kubectl("version")).contains("Server Version: v1.36.0");
        assertThat(kubectl("events", "--for", "deployment/web")).contains("ScalingReplicaSet");
        assertThat(kubectl("get", "events")).containsPattern("LAST SEEN +TYPE +REASON +OBJECT +MESSAGE");
    }

    @Test
    void drainCordonsAndEvicts() throws IOException {
        assertThat(kubectl("cordon", "node-1")).contains("node/node-1 cordoned");
        assertThat(kubectl("get", "nodes")).contains("Ready,SchedulingDisabled");
        assertThat(kubectl("uncordon", "node-1")).contains("node/node-1 uncordoned");
    }
}
