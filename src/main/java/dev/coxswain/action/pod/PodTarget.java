package dev.coxswain.action.pod;

import dev.coxswain.action.Params;
import dev.coxswain.action.Progress;
import dev.coxswain.action.Situation;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Member;
import dev.coxswain.playbook.Parameter;
import dev.coxswain.playbook.ParameterType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The pod that a step is about: the one it names, otherwise the member that the run is about. */
record PodTarget(KubeObject pod, Optional<Datastore> datastore, Optional<Member> member) {

    static final List<Parameter> PARAMETERS = List.of(
            Parameter.optional(
                    "pod", ParameterType.STRING, "The pod's name; without it, the member that the run is about."),
            Parameter.optional(
                    "namespace", ParameterType.STRING, "The pod's namespace; without it, that of the datastore."));

    static Progress on(Params with, Situation situation, Function<PodTarget, Progress> then) {
        Situation.Subject subject = situation.subject();
        String namespace = with.text("namespace")
                .or(() -> subject.datastore().map(Datastore::namespace))
                .or(() -> subject.member().map(Member::namespace))
                .orElse("");
        String name =
                with.text("pod").or(() -> subject.member().map(Member::name)).orElse("");
        if (name.isEmpty() || namespace.isEmpty()) {
            return new Progress.Refuse(
                    "it is not known which pod is meant: name it with pod and namespace, or wait until the member is back");
        }
        ObjectRef ref = ObjectRef.pod(namespace, name);
        return find(ref, situation).map(then).orElseGet(() -> new Progress.Refuse("there is no " + ref));
    }

    private static Optional<PodTarget> find(ObjectRef ref, Situation situation) {
        Optional<PodTarget> asMember = Stream.concat(
                        situation.subject().datastore().stream(), situation.fleet().datastores().stream())
                .flatMap(datastore -> datastore.members().stream()
                        .filter(member -> member.pod().ref().equals(ref))
                        .map(member -> new PodTarget(member.pod(), Optional.of(datastore), Optional.of(member))))
                .findFirst();
        return asMember.or(
                () -> situation.view().find(ref).map(pod -> new PodTarget(pod, Optional.empty(), Optional.empty())));
    }
}
