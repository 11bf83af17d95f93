package dev.coxswain.action.member;

import dev.coxswain.action.Action;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.fleet.Member;
import dev.coxswain.playbook.ActionSignature;
import java.util.List;
import java.util.Optional;

/**
 * Deletes a member's pod and waits until its workload has made a new one.
 *
 * <ol>
 *   <li>Refuse where {@link Disruption} objects.
 *   <li>Delete the very pod that was looked at.
 *   <li>Wait for a pod of the same name with another uid. Whether it becomes ready is for the playbook to wait for.
 * </ol>
 *
 * <p>There is nothing to undo: the workload brings the pod back by itself.
 */
public final class RecreateMember implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "member.recreate",
                "Deletes the member's pod, keeping its volume, and waits until a new pod of that name exists. Refuses when"
                        + " the member is the primary or the only one, or when another one is down.",
                List.of(),
                true,
                true,
                ActionSignature.Subject.MEMBER);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        Optional<PodDeletion> begun = PodDeletion.in(situation.history());
        if (begun.isPresent()) {
            return begun.get().progress(situation);
        }
        Optional<Member> member = situation.subject().member();
        if (member.isEmpty()) {
            return new Progress.Refuse("the member's pod is not there, so there is nothing to delete");
        }
        if (situation.subject().datastore().isEmpty()) {
            return new Progress.Refuse(
                    "Pod " + member.get().namespace() + "/" + member.get().name() + " belongs to no datastore");
        }
        return Disruption.objection(
                        situation.subject().datastore().get(), member.get(), situation.view(), situation.fleet())
                .<Progress>map(Progress.Refuse::new)
                .orElseGet(() -> PodDeletion.of(member.get().pod()));
    }
}
