package dev.coxswain.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One change to the world, as data. Every effect that names an existing object carries preconditions. */
public sealed interface Effect {

    /** The object that changes. */
    ObjectRef target();

    /** In a few words for people: {@code delete Pod shop/rfr-cart-2}. */
    String summary();

    record Create(KubeObject object) implements Effect {
        @Override
        public ObjectRef target() {
            return object.ref();
        }

        @Override
        public String summary() {
            return "create " + target();
        }
    }

    /**
     * @param body a map, or for {@link PatchType#JSON} a list of operations; {@link PatchType#APPLY} is server-side apply
     * @param subresource {@code status} or {@code scale}; empty for the object itself
     */
    record Patch(ObjectRef target, PatchType type, Object body, Preconditions preconditions, String subresource)
            implements Effect {
        public Patch {
            body = java.util.Objects.requireNonNull(Json.copy(body));
        }

        public Patch(ObjectRef target, PatchType type, Object body, Preconditions preconditions) {
            this(target, type, body, preconditions, "");
        }

        public static Patch merge(KubeObject target, Map<String, ? extends @Nullable Object> body) {
            return new Patch(target.ref(), PatchType.MERGE, body, Preconditions.sameObject(target), "");
        }

        @Override
        public String summary() {
            return (type == PatchType.APPLY ? "apply " : "patch ")
                    + target
                    + (subresource.isEmpty() ? "" : "/" + subresource);
        }
    }

    record Delete(ObjectRef target, Preconditions preconditions, Optional<Duration> gracePeriod) implements Effect {
        @Override
        public String summary() {
            return "delete " + target;
        }
    }

    /** Asks the eviction subresource, so that disruption budgets are honoured. */
    record Evict(ObjectRef target, Preconditions preconditions) implements Effect {
        @Override
        public String summary() {
            return "evict " + target;
        }
    }

    /**
     * Runs a program in a container; never through a shell of ours.
     *
     * @param timeout after which the outcome is unknown
     * @param maxBytes how much of each output stream is kept
     * @param repeatable whether running it twice does the same as running it once; if not, a crash in between stops the run
     *     and asks a human
     */
    record Exec(
            ObjectRef target,
            Preconditions preconditions,
            String container,
            List<String> command,
            Duration timeout,
            int maxBytes,
            boolean repeatable)
            implements Effect {
        public Exec {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("a command needs at least the program's name");
            }
        }

        @Override
        public String summary() {
            return "run " + Redaction.command(command) + " in " + target;
        }
    }
}
