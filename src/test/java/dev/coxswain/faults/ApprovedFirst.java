package dev.coxswain.faults;

import dev.coxswain.approval.Decision;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.run.record.Run;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nothing is changed before somebody has approved exactly that plan, and nothing that the plan did not show. */
final class ApprovedFirst implements Invariant {

    @Override
    public String promise() {
        return "P4";
    }

    @Override
    public Optional<String> brokenBy(Happened what, Evidence evidence) {
        if (!(what instanceof Happened.Done(Happened.Deed deed)) || deed.run().isEmpty()) {
            return Optional.empty();
        }
        Run run = deed.run().get();
        Optional<KubeObject> stored = evidence.run(run.spec().key());
        boolean asks = !Json.asText(Json.at(run.spec().playbook(), "spec", "approval", "mode"))
                .equals("Never");
        boolean undoes = !run.state().phase().equals("Running");
        if (stored.isEmpty() || undoes || !asks) {
            return Optional.empty();
        }
        String digest = stored.get().text("status", "plan", "digest");
        if (!isApproved(run, digest, evidence)) {
            return Optional.of(deed.effect().summary() + " though nobody has approved plan " + digest);
        }
        ObjectRef target = deed.effect().target();
        return isPlanned(stored.get(), target)
                ? Optional.empty()
                : Optional.of(deed.effect().summary() + ", of which the approved plan says nothing");
    }

    private static boolean isApproved(Run run, String digest, Evidence evidence) {
        return evidence.server().list(Decision.GVK, run.spec().namespace()).stream()
                .map(KubeObject::tree)
                .map(tree -> Json.asMap(tree.get("spec")))
                .anyMatch(spec -> run.spec().name().equals(spec.get("run"))
                        && digest.equals(spec.get("digest"))
                        && "Approve".equals(spec.get("answer")));
    }

    private static boolean isPlanned(KubeObject run, ObjectRef target) {
        return Evidence.maps(run, "status", "plan", "effects").stream()
                .map(effect -> Json.asMap(Json.at(effect, "effect", "target")))
                .anyMatch(planned -> isSame(planned, target));
    }

    private static boolean isSame(Map<String, @Nullable Object> planned, ObjectRef target) {
        return target.gvk().kind().equals(planned.get("kind"))
                && target.name().equals(planned.get("name"))
                && target.namespace().equals(Json.asText(planned.get("namespace")));
    }
}
