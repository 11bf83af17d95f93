package dev.coxswain.run.supervision;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.trigger.Triggers;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a run that has not begun may begin at all.
 *
 * <ol>
 *   <li>The cluster has to attest who creates runs, and to have done so when this one was created. Then a run in nobody's name,
 *       or as part of another one, was made by the supervisor: it carries the playbook as it was.
 *   <li>What a person created may say anything. It has to be a playbook that is loaded, word by word, in the namespace where that
 *       playbook's runs live, with parameters and a target that the playbook takes.
 * </ol>
 *
 * @param home the supervisor's own namespace
 */
record Admittance(String home, PlaybookLibrary library) {

    /**
     * Why the run may not begin; empty when it may. Looks at nothing that the run's own playbook says before that is known.
     *
     * @param stored as the API server keeps it
     * @param attested since when the cluster attests who creates runs
     */
    Optional<String> objection(Run.Spec run, KubeObject stored, Instant attested) {
        if (isOlder(stored, attested)) {
            return Optional.of("it was created before the cluster attested who creates runs; start it again");
        }
        if (run.requestedBy().isEmpty() || !run.parent().isEmpty()) {
            return Optional.empty();
        }
        String name = run.playbookName();
        String belongs = Triggers.namespaceOf(name, home);
        if (!belongs.equals(run.namespace())) {
            return Optional.of(
                    "runs of playbook " + name + " live in namespace " + belongs + ", and not in " + run.namespace());
        }
        return library.loaded(name)
                .map(loaded -> objection(run, loaded))
                .orElseGet(() -> Optional.of("the supervisor has no playbook " + name + " loaded"));
    }

    /** An API server keeps no fractions of a second; nobody but it says when an object was created. */
    private static boolean isOlder(KubeObject stored, Instant attested) {
        try {
            return Instant.parse(stored.text("metadata", "creationTimestamp")).isBefore(attested);
        } catch (DateTimeException unknown) {
            return true;
        }
    }

    private static Optional<String> objection(Run.Spec run, Playbook loaded) {
        return FirstDifference.between(loaded.source(), run.playbook())
                .map(where -> "the playbook " + run.playbookName()
                        + " in this run is not the one that the supervisor has" + " loaded: they differ in " + where)
                .or(() -> loaded.refusal(run.params()))
                .or(() -> run.target().suits(loaded.trigger())
                        ? Optional.empty()
                        : Optional.of("playbook " + run.playbookName() + " cannot be about " + run.target()));
    }
}
