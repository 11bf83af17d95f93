package dev.coxswain.simulator.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * What kubectl needs to reach a simulated cluster: the server and one context for each person. The first person's context is
 * the current one.
 *
 * @param server {@code https://127.0.0.1:6443}
 * @param authority PEM of what to trust; empty for plain HTTP
 * @param namespace of every context; empty for the default one
 */
public record Kubeconfig(
        String cluster, String server, Optional<String> authority, String namespace, List<Person> people) {

    public Kubeconfig {
        people = List.copyOf(people);
        if (people.isEmpty()) {
            throw new IllegalArgumentException("a kubeconfig needs somebody to be");
        }
    }

    /** Somebody, and how they prove it. */
    public sealed interface Person {

        String name();

        record WithToken(String name, String token) implements Person {}

        record WithCertificate(String name, Authority.Credential identity) implements Person {}
    }

    /** The file's content. */
    public String yaml() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("apiVersion", "v1");
        config.put("kind", "Config");
        config.put("clusters", List.of(ordered("name", cluster, "cluster", clusterEntry())));
        List<Object> users = new ArrayList<>();
        List<Object> contexts = new ArrayList<>();
        for (Person person : people) {
            users.add(ordered("name", person.name(), "user", userEntry(person)));
            contexts.add(ordered("name", context(person), "context", contextEntry(person)));
        }
        config.put("users", users);
        config.put("contexts", contexts);
        config.put("current-context", context(people.getFirst()));
        var settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(config);
    }

    /** Replaces the file in one move, readable by its owner alone where the file system knows owners. */
    public void write(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is not a file's name");
        }
        Files.createDirectories(directory);
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        Path draft = posix
                ? Files.createTempFile(
                        directory,
                        ".kubeconfig",
                        "",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(directory, ".kubeconfig", "");
        try {
            Files.writeString(draft, yaml());
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private String context(Person person) {
        return person.name() + "@" + cluster;
    }

    private Map<String, Object> clusterEntry() {
        Map<String, Object> entry = ordered("server", server);
        authority.ifPresent(pem -> entry.put("certificate-authority-data", base64(pem)));
        return entry;
    }

    private Map<String, Object> contextEntry(Person person) {
        Map<String, Object> entry = ordered("cluster", cluster, "user", person.name());
        if (!namespace.isEmpty()) {
            entry.put("namespace", namespace);
        }
        return entry;
    }

    private static Map<String, Object> userEntry(Person person) {
        return switch (person) {
            case Person.WithToken(var _, String token) -> ordered("token", token);
            case Person.WithCertificate(var _, Authority.Credential identity) ->
                ordered(
                        "client-certificate-data", base64(identity.certificatePem()),
                        "client-key-data", base64(identity.keyPem()));
        };
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }
}
