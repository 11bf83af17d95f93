package dev.coxswain.trigger;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Query;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Said;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.recognition.Asking;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.playbook.Playbook.Trigger;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What has to be asked, and of whom, before the second stage of a trigger can be evaluated for one candidate; pure.
 *
 * <p>As little as will do: of this member alone where only its own word is read, and only the questions that are named.
 */
public record Inquiry(Expression that, Candidate candidate) {

    /** What there is to ask now; empty when nobody can answer. */
    public List<Asking> questions(FleetModel model, ClusterView view) {
        Optional<Datastore> datastore = datastore(model, view, Answers.NONE);
        boolean alone = candidate.target().kind() == Trigger.Target.MEMBER && Said.isOfThisMemberAlone(that.reads());
        Set<String> named = named();
        return datastore.stream()
                .flatMap(d -> d.members().stream()
                        .filter(member -> !alone || isTarget(member))
                        .flatMap(member -> model.questions(d, member).stream()))
                .filter(asking -> named.isEmpty() || named.contains(asking.key().question()))
                .toList();
    }

    /** The questions that are read by name; empty when any of them may matter, as for who is the primary. */
    private Set<String> named() {
        Set<String> named = new HashSet<>();
        for (String path : that.reads()) {
            if (Said.needsAsking(Set.of(path))) {
                List<String> steps = List.of(path.split("\\."));
                int says = steps.indexOf("says");
                if (says < 0 || says + 1 == steps.size() || steps.contains("primary") || steps.contains("primaries")) {
                    return Set.of();
                }
                named.add(steps.get(says + 1));
            }
        }
        return named;
    }

    /** What the answers come to in the present view; empty when the candidate is gone meanwhile. */
    public Optional<Word.Heard> word(
            FleetModel model, ClusterView view, List<Asking> asked, Map<Query, Answer> answers, Instant now) {
        Answers said = Answers.NONE;
        for (Asking asking : asked) {
            Answer answer = answers.get(asking.query());
            if (answer != null) {
                said = said.with(asking.key(), asking.read(answer));
            }
        }
        return datastore(model, view, said).map(datastore -> {
            Map<String, @Nullable Object> variables = new LinkedHashMap<>(candidate.variables());
            variables.put("datastore", datastore.values());
            variables.put("now", now);
            datastore.members().stream()
                    .filter(this::isTarget)
                    .findFirst()
                    .ifPresent(member -> variables.put("member", member.values()));
            return new Word.Heard(now, Condition.of(that, variables), silence(datastore, asked));
        });
    }

    private static String silence(Datastore datastore, List<Asking> asked) {
        Set<String> pods = new HashSet<>();
        asked.forEach(asking -> pods.add(asking.key().pod()));
        Set<String> silent = new TreeSet<>();
        for (Member member : datastore.members()) {
            boolean wasAsked = pods.isEmpty() || pods.contains(member.pod().uid());
            if (wasAsked && Boolean.TRUE.equals(member.values().get("silent"))) {
                silent.add(
                        member.name() + " does not answer (" + member.values().get("silence") + ")");
            }
        }
        return String.join("; ", silent);
    }

    private Optional<Datastore> datastore(FleetModel model, ClusterView view, Answers said) {
        Target target = candidate.target();
        // a model remembers what it recognised in the whole cluster; this look at a part of it must not disturb that
        FleetModel apart = new FleetModel(model.profiles());
        return apart.fleet(new OneNamespace(view, target.namespace()), said).datastores().stream()
                .filter(d -> d.profile().equals(target.profile()))
                .filter(d -> target.kind() == Trigger.Target.MEMBER
                        ? d.members().stream().anyMatch(this::isTarget)
                        : d.resource().uid().equals(target.uid()))
                .findFirst();
    }

    private boolean isTarget(Member member) {
        return member.pod().uid().equals(candidate.target().uid());
    }

    /** A datastore and its pods share a namespace; the rest of the cluster need not be read again for one of them. */
    private record OneNamespace(ClusterView view, String namespace) implements ClusterView {
        @Override
        public Optional<KubeObject> find(ObjectRef ref) {
            return view.find(ref);
        }

        @Override
        public List<KubeObject> list(Gvk gvk) {
            return view.list(gvk, namespace);
        }

        @Override
        public long asOf(Gvk gvk) {
            return view.asOf(gvk);
        }
    }
}
