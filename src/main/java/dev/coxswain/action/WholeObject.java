package dev.coxswain.action;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Query;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads one object with all its fields from the API server before deciding; the view keeps only some. */
public final class WholeObject {

    private WholeObject() {}

    /** Asks for the object, or goes on with it once the answer is there. */
    public static Progress read(Situation situation, ObjectRef ref, Function<Optional<KubeObject>, Progress> then) {
        Query.Read read = new Query.Read(ref);
        Optional<Answer> answer = situation.answer(read);
        if (answer.isEmpty()) {
            return new Progress.Ask(Set.of(read));
        }
        return switch (answer.get()) {
            case Answer.Found(Optional<KubeObject> object) -> then.apply(object);
            case Answer.Silence(String why) -> new Progress.Refuse(ref + " could not be read: " + why);
            case Answer.Printed _ -> new Progress.Refuse(ref + " could not be read");
        };
    }

    /** The same, where there is no going on without the object. */
    public static Progress readExisting(Situation situation, ObjectRef ref, Function<KubeObject, Progress> then) {
        return read(
                situation, ref, object -> object.map(then).orElseGet(() -> new Progress.Refuse("there is no " + ref)));
    }
}
