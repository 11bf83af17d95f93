package dev.coxswain.action;

import dev.coxswain.action.datastore.PauseDatastore;
import dev.coxswain.action.datastore.ResumeDatastore;
import dev.coxswain.action.flow.AssertThat;
import dev.coxswain.action.flow.Notify;
import dev.coxswain.action.flow.RunPlaybook;
import dev.coxswain.action.flow.WaitUntil;
import dev.coxswain.action.member.RebuildMember;
import dev.coxswain.action.member.RecreateMember;
import dev.coxswain.action.object.AnnotateObject;
import dev.coxswain.action.object.ApplyObject;
import dev.coxswain.action.object.CreateObject;
import dev.coxswain.action.object.DeleteObject;
import dev.coxswain.action.object.GetObject;
import dev.coxswain.action.object.LabelObject;
import dev.coxswain.action.object.PatchObject;
import dev.coxswain.action.object.ScaleObject;
import dev.coxswain.action.operator.ReleaseOperator;
import dev.coxswain.action.operator.RestartOperator;
import dev.coxswain.action.pod.EvictPod;
import dev.coxswain.action.pod.ExecInPod;
import dev.coxswain.fleet.profile.OperatorProfile;
import dev.coxswain.playbook.ActionCatalogue;
import dev.coxswain.playbook.ActionSignature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The catalogue of everything that a step can do, by name. */
public final class Actions implements ActionCatalogue {

    private final SortedMap<String, Action> byName = new TreeMap<>();

    /** @throws IllegalArgumentException when two actions have one name */
    public Actions(Collection<? extends Action> actions) {
        for (Action action : actions) {
            String name = action.signature().name();
            if (byName.put(name, action) != null) {
                throw new IllegalArgumentException("there are two actions " + name);
            }
        }
    }

    /** The actions that come with the supervisor, where no profile says how a datastore is paused. */
    public static Actions builtIn() {
        return builtIn(List.of());
    }

    /** The actions that come with the supervisor. */
    public static Actions builtIn(Collection<OperatorProfile> profiles) {
        return builtIn(() -> profiles);
    }

    /** The actions that come with the supervisor, for profiles that come and go. */
    public static Actions builtIn(Supplier<? extends Collection<OperatorProfile>> profiles) {
        return new Actions(List.of(
                new HoldOperator(),
                new ReleaseOperator(),
                new RestartOperator(),
                new PauseDatastore(profiles),
                new ResumeDatastore(profiles),
                new RecreateMember(),
                new RebuildMember(),
                new GetObject(),
                new CreateObject(),
                new PatchObject(),
                new ApplyObject(),
                new DeleteObject(),
                new AnnotateObject(),
                new LabelObject(),
                new ScaleObject(),
                new ExecInPod(),
                new EvictPod(),
                new WaitUntil(),
                new AssertThat(),
                new Notify(),
                new RunPlaybook()));
    }

    /** These and more, such as those that third parties put on the class path. */
    public Actions and(Collection<? extends Action> more) {
        List<Action> all = new ArrayList<>(byName.values());
        all.addAll(more);
        return new Actions(all);
    }

    public Optional<Action> action(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public Optional<ActionSignature> find(String name) {
        return action(name).map(Action::signature);
    }

    @Override
    public Collection<ActionSignature> all() {
        return byName.values().stream().map(Action::signature).toList();
    }
}
