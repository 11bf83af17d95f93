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
    private static final List<String> OTHERS = List.of("decision-policy.yaml", "run-policy.yaml");

    /** The policy that attests who answers. */
    public static final String DECISION_POLICY = "decisions.coxswain.dev";

    /** The policy that attests who asked for a run. */
    public static final String RUN_POLICY = "playbookruns.coxswain.dev";

    /** The user name of the supervisor where nothing else is said: that of its service account. */
    public static final String SUPERVISOR = "system:serviceaccount:coxswain:coxswain";

    private Manifests() {}

    /** The custom resource definitions, one document each. */
    public static List<String> definitions() {
        return DEFINITIONS.stream().map(Manifests::text).toList();
    }

    /** Everything, in the order in which it is to be created, as one file for {@code kubectl apply -f -}. */
    public static String all() {
        return all(SUPERVISOR);
    }

    /**
     * The same for a supervisor that the API server knows by another name.
     *
     * @throws IllegalArgumentException when that cannot be a user name, or could end the text that it stands in
     */
    public static String all(String supervisor) {
        if (supervisor.isBlank() || !supervisor.matches("[^'\"\\\\\\p{Cntrl}]{1,253}")) {
            throw new IllegalArgumentException(
                    "'" + supervisor + "' cannot be the supervisor's user name: it must be 1 to"
                            + " 253 characters, none of them a quote, a backslash or a control character");
        }
        List<String> documents = new ArrayList<>(definitions());
        OTHERS.stream()
                .map(name -> text(name).replace("\"'" + SUPERVISOR + "'\"", "\"'" + supervisor + "'\""))
                .forEach(documents::add);
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
