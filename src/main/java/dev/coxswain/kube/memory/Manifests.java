package dev.coxswain.kube.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What has to be in a cluster before the supervisor can work there, as YAML. */
public final class Manifests {

    private static final List<String> DEFINITIONS =
            List.of("playbooks.yaml", "playbookruns.yaml", "operatorprofiles.yaml", "decisions.yaml");
    private static final List<String> OTHERS = List.of("decision-policy.yaml");

    private Manifests() {}

    /** The custom resource definitions, one document each. */
    public static List<String> definitions() {
        return DEFINITIONS.stream().map(Manifests::text).toList();
    }

    /** Everything, in the order in which it is to be created, as one file for {@code kubectl apply -f -}. */
    public static String all() {
        List<String> documents = new ArrayList<>(definitions());
        OTHERS.stream().map(Manifests::text).forEach(documents::add);
        return documents.stream().collect(Collectors.joining("---\n"));
    }

    private static String text(String name) {
        try (InputStream in = Manifests.class.getResourceAsStream("manifests/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no manifest " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
