package dev.coxswain.cli.console;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.kube.memory.Manifests;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a cluster's policies take the user of a connection for the supervisor: only then it can create runs. */
public final class Recognition {

    private static final Gvk POLICY = Gvk.of("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy");

    private Recognition() {}

    /** What is wrong and how to mend it; empty when nothing is, or when there is no policy yet. */
    public static Optional<String> complaint(Connection.Cluster cluster) throws IOException {
        Optional<String> named = cluster.find(POLICY, "", Manifests.RUN_POLICY).flatMap(Recognition::supervisor);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        String user = cluster.whoAmI();
        return user.equals(named.get())
                ? Optional.empty()
                : Optional.of(
                        "no run will start: this supervisor is " + user + " to the API server, whose policies expect "
                                + named.get() + "; if it is to be this one:\n  coxswain manifests --supervisor '" + user
                                + "' | kubectl apply --server-side -f -");
    }

    private static Optional<String> supervisor(KubeObject policy) {
        return policy.list("spec", "variables").stream()
                .filter(variable -> "supervisor".equals(Json.at(variable, "name")))
                .map(Recognition::literal)
                .findFirst();
    }

    /** The text that the expression is. */
    private static String literal(@Nullable Object variable) {
        return Json.asText(Json.at(variable, "expression")).replaceAll("^'|'$", "");
    }
}
