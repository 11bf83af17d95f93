package dev.coxswain.action.member;

import dev.coxswain.action.Action;
import dev.coxswain.action.Outcomes;
import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Member;
import dev.coxswain.playbook.ActionSignature;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Throws a member's volumes away and has it built anew from the others.
 *
 * <ol>
 *   <li>Refuse where {@link Disruption} objects.
 *   <li>Read the pod, and so the claims that it mounts; read those.
 *   <li>Delete the claims first: each stays, marked, until its pod is gone; deleted afterwards, the new pod could already have
 *       mounted the old volume again.
 *   <li>Delete the pod; wait for a new one.
 * </ol>
 */
public final class RebuildMember implements Action {

    @Override
    public ActionSignature signature() {
        return new ActionSignature(
                "member.rebuild",
                "Deletes the member's volume claims and then its pod, so that it is built anew from the others. Refuses"
                        + " when the member is the primary or the only one, or when another one is down.",
                List.of(),
                true,
                false,
                ActionSignature.Subject.MEMBER);
    }

    @Override
    public Progress next(Params with, Situation situation) {
        Optional<PodDeletion> begun = PodDeletion.in(situation.history());
        if (begun.isPresent()) {
            return begun.get().progress(situation);
        }
        if (situation.subject().member().isEmpty()
                || situation.subject().datastore().isEmpty()) {
            return new Progress.Refuse("the member's pod is not there, so its volumes are not known");
        }
        Member member = situation.subject().member().get();
        return Disruption.objection(situation.subject().datastore().get(), member, situation.view(), situation.fleet())
                .<Progress>map(Progress.Refuse::new)
                .orElseGet(() -> throwAway(member, situation));
    }

    private static Progress throwAway(Member member, Situation situation) {
        Query.Read readPod = new Query.Read(member.pod().ref());
        Optional<Answer> answer = situation.answer(readPod);
        if (answer.isEmpty()) {
            return new Progress.Ask(Set.of(readPod));
        }
        Optional<KubeObject> pod = found(answer.get());
        if (pod.isEmpty() || !pod.get().uid().equals(member.pod().uid())) {
            return new Progress.Refuse(member.pod().ref() + " could not be read, so its volumes are not known");
        }
        Set<ObjectRef> claims = claims(pod.get());
        if (claims.isEmpty()) {
            return new Progress.Refuse(
                    member.pod().ref() + " has no volume claim to throw away: member.recreate is what you want");
        }
        Optional<Progress> refusal = situation.last().flatMap(Outcomes::refusal);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Set<ObjectRef> deleted = situation.history().stream()
                .filter(Outcomes::isApplied)
                .map(past -> past.effect().target())
                .collect(Collectors.toSet());
        return claims.stream()
                .filter(claim -> !deleted.contains(claim))
                .findFirst()
                .map(claim -> deleteClaim(claim, situation))
                .orElseGet(() -> PodDeletion.of(pod.get()));
    }

    private static Progress deleteClaim(ObjectRef claim, Situation situation) {
        Query.Read read = new Query.Read(claim);
        return situation
                .answer(read)
                .map(answer -> found(answer)
                        .<Progress>map(object -> new Progress.Apply(
                                new Effect.Delete(claim, Preconditions.sameObject(object), Optional.empty()),
                                Optional.empty()))
                        .orElseGet(() -> new Progress.Refuse(claim + " could not be read")))
                .orElseGet(() -> new Progress.Ask(Set.of(
                        new Query.Read(
                                situation.subject().member().orElseThrow().pod().ref()),
                        read)));
    }

    private static Optional<KubeObject> found(Answer answer) {
        return answer instanceof Answer.Found(var object) ? object : Optional.empty();
    }

    private static Set<ObjectRef> claims(KubeObject pod) {
        return pod.list("spec", "volumes").stream()
                .map(volume -> Json.asText(Json.at(volume, "persistentVolumeClaim", "claimName")))
                .filter(name -> !name.isEmpty())
                .map(name -> ObjectRef.of("v1", "PersistentVolumeClaim", pod.namespace(), name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
