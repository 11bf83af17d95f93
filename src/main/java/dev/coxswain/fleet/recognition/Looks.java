package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.fleet.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that recognising one thing looks at, and what it saw: where the same is seen, the same would be recognised. */
final class Looks {

    private final Sight sight;
    private final List<Look> taken = new ArrayList<>();

    /**
     * Where one looks.
     *
     * @param given what recognising starts from
     */
    record Sight(ClusterView view, PodIndex pods, Answers answers, List<?> given) {
        Sight from(List<?> others) {
            return new Sight(view, pods, answers, others);
        }
    }

    /** One thing that was looked at. Objects are the same only when they are identical: comparing them would take longer. */
    sealed interface Look {
        boolean isSameIn(Sight sight);

        record Found(ObjectRef ref, Optional<KubeObject> object) implements Look {
            @Override
            public boolean isSameIn(Sight sight) {
                return isIdentical(sight.view().find(ref).orElse(null), object.orElse(null));
            }
        }

        record Listed(Gvk gvk, List<KubeObject> objects) implements Look {
            @Override
            public boolean isSameIn(Sight sight) {
                return identical(sight.view().list(gvk), objects);
            }
        }

        record Selected(String namespace, Map<String, String> labels, List<KubeObject> pods) implements Look {
            @Override
            public boolean isSameIn(Sight sight) {
                return identical(sight.pods().select(namespace, labels), pods);
            }
        }

        record Heard(Answers.Key key, Optional<Answers.Said> said) implements Look {
            @Override
            public boolean isSameIn(Sight sight) {
                return sight.answers().to(key).equals(said);
            }
        }
    }

    Looks(Sight sight) {
        this.sight = sight;
    }

    Optional<KubeObject> find(ObjectRef ref) {
        Optional<KubeObject> object = sight.view().find(ref);
        taken.add(new Look.Found(ref, object));
        return object;
    }

    List<KubeObject> list(Gvk gvk) {
        List<KubeObject> objects = sight.view().list(gvk);
        taken.add(new Look.Listed(gvk, objects));
        return objects;
    }

    List<KubeObject> pods(String namespace, Map<String, String> labels) {
        List<KubeObject> pods = sight.pods().select(namespace, labels);
        taken.add(new Look.Selected(namespace, Map.copyOf(labels), pods));
        return pods;
    }

    Optional<Answers.Said> said(Answers.Key key) {
        Optional<Answers.Said> said = sight.answers().to(key);
        taken.add(new Look.Heard(key, said));
        return said;
    }

    /** What was seen, without holding on to where it was seen. */
    Seen seen() {
        return new Seen(sight.given(), taken);
    }

    /** What was looked at, and what it showed. */
    record Seen(List<?> given, List<Look> looks) {
        Seen {
            given = List.copyOf(given);
            looks = List.copyOf(looks);
        }

        /** Whether looking there would show the same. */
        boolean isSameIn(Sight sight) {
            return identical(given, sight.given()) && looks.stream().allMatch(look -> look.isSameIn(sight));
        }
    }

    private static boolean identical(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!isIdentical(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // that is the point: comparing whole objects would cost what is to be saved
    private static boolean isIdentical(@Nullable Object one, @Nullable Object other) {
        return one == other;
    }
}
