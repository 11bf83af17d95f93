package dev.coxswain.playbook;

import static dev.coxswain.playbook.Parameter.optional;
import static dev.coxswain.playbook.Parameter.required;

import dev.coxswain.playbook.ActionSignature.Subject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Actions as the checker sees them, one or two of every kind. */
final class TestCatalogue implements ActionCatalogue {

    private static final Parameter TARGET = required("target", ParameterType.OBJECT_REF, "Which object.");

    private final List<ActionSignature> actions = List.of(
            new ActionSignature(
                    "assert",
                    "Stops unless something is true.",
                    List.of(
                            required("that", ParameterType.EXPRESSION, "What must be true."),
                            optional("otherwise", ParameterType.STRING, "What to say when it is not.")),
                    false,
                    false),
            new ActionSignature("datastore.pause", "Pauses.", List.of(), true, true, Subject.DATASTORE),
            new ActionSignature("datastore.resume", "Resumes.", List.of(), true, true, Subject.DATASTORE),
            new ActionSignature("member.recreate", "Deletes the pod.", List.of(), true, true, Subject.MEMBER),
            new ActionSignature(
                    "notify",
                    "Tells people.",
                    List.of(required("message", ParameterType.STRING, "What to say.")),
                    false,
                    false),
            new ActionSignature("object.delete", "Deletes an object.", List.of(TARGET), true, false),
            new ActionSignature(
                    "object.label",
                    "Sets labels.",
                    List.of(TARGET, required("labels", ParameterType.OBJECT, "Labels by key.")),
                    true,
                    true),
            new ActionSignature(
                    "object.patch",
                    "Patches an object.",
                    List.of(
                            TARGET,
                            optional("strategic", ParameterType.OBJECT, "A strategic merge patch."),
                            optional("json", ParameterType.ANY, "A JSON patch.")),
                    true,
                    true),
            new ActionSignature(
                    "object.scale",
                    "Scales.",
                    List.of(
                            TARGET,
                            required("replicas", ParameterType.INTEGER, "How many."),
                            optional("wait", ParameterType.BOOLEAN, "Whether to wait.", false)),
                    true,
                    true),
            new ActionSignature(
                    "operator.hold",
                    "Keeps the operator quiet.",
                    List.of(optional("atMost", ParameterType.DURATION, "For how long.", "20m")),
                    true,
                    true,
                    Subject.OPERATOR),
            new ActionSignature("operator.release", "Gives it back.", List.of(), true, true, Subject.OPERATOR),
            new ActionSignature(
                    "playbook.run",
                    "Starts another playbook.",
                    List.of(required("playbook", ParameterType.STRING, "Which.")),
                    true,
                    true),
            new ActionSignature(
                    "pod.exec",
                    "Runs a program in a pod.",
                    List.of(
                            optional("pod", ParameterType.STRING, "Which pod; the member by default."),
                            required("command", ParameterType.LIST_OF_STRING, "The program and its arguments.")),
                    true,
                    false,
                    Subject.MEMBER),
            new ActionSignature(
                    "wait",
                    "Waits.",
                    List.of(
                            required("until", ParameterType.EXPRESSION, "What must become true."),
                            required("atMost", ParameterType.DURATION, "For how long.")),
                    false,
                    false));

    @Override
    public Optional<ActionSignature> find(String name) {
        return actions.stream().filter(a -> a.name().equals(name)).findFirst();
    }

    @Override
    public Collection<ActionSignature> all() {
        return actions;
    }
}
