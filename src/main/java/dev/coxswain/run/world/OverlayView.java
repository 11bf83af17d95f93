package dev.coxswain.run.world;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.SortedObjects;
import dev.coxswain.cluster.patch.JsonPatch;
import dev.coxswain.cluster.patch.MergePatch;
import dev.coxswain.cluster.patch.PatchException;
import dev.coxswain.cluster.patch.StrategicPatch;
import dev.coxswain.run.record.Change;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A view as it would be if the planned effects had been applied. A pod that is deleted stays in it: its controller makes
 * another of the same name, of which only that is known.
 */
public final class OverlayView implements ClusterView {

    private final ClusterView base;
    private final Map<ObjectRef, KubeObject> changed = new HashMap<>();
    private final Set<ObjectRef> deleted = new HashSet<>();
    private final Set<ObjectRef> recreated = new HashSet<>();

    public OverlayView(ClusterView base) {
        this.base = base;
    }

    @Override
    public Optional<KubeObject> find(ObjectRef ref) {
        return deleted.contains(ref)
                ? Optional.empty()
                : Optional.ofNullable(changed.get(ref)).or(() -> base.find(ref));
    }

    @Override
    public List<KubeObject> list(Gvk gvk) {
        if (isUntouched(gvk)) {
            return base.list(gvk);
        }
        SortedObjects all = SortedObjects.of(base.list(gvk));
        for (KubeObject object : changed.values()) {
            all = object.gvk().equals(gvk) ? all.with(object) : all;
        }
        for (ObjectRef ref : deleted) {
            all = ref.gvk().equals(gvk) ? all.without(ref) : all;
        }
        return all;
    }

    @Override
    public List<KubeObject> list(Gvk gvk, String namespace) {
        return isUntouched(gvk)
                ? base.list(gvk, namespace)
                : SortedObjects.of(list(gvk)).in(namespace);
    }

    @Override
    public long asOf(Gvk gvk) {
        return base.asOf(gvk);
    }

    private boolean isUntouched(Gvk gvk) {
        return deleted.stream().noneMatch(ref -> ref.gvk().equals(gvk))
                && changed.keySet().stream().noneMatch(ref -> ref.gvk().equals(gvk));
    }

    /** Assumes that the effect succeeds; answers why not, when it is plain that it cannot. */
    public Optional<String> assume(Effect effect) {
        switch (effect) {
            case Effect.Create(KubeObject object) -> changed.put(object.ref(), object);
            case Effect.Patch patch -> {
                return assumePatch(patch);
            }
            case Effect.Delete delete -> {
                if (delete.target().gvk().kind().equals("Pod")) {
                    recreated.add(delete.target());
                } else {
                    deleted.add(delete.target());
                }
            }
            case Effect.Evict _, Effect.Exec _ -> {
                // what a program does and where an evicted pod goes is not known before
            }
        }
        return Optional.empty();
    }

    /** What the effect would change, field by field; of a pod that is made anew nothing is known before. */
    public List<Change> changes(Effect effect) {
        return switch (effect) {
            case Effect.Create(KubeObject object) -> Change.between(null, object.tree());
            case Effect.Patch patch -> changes(patch);
            case Effect.Delete _, Effect.Evict _, Effect.Exec _ -> List.of();
        };
    }

    private List<Change> changes(Effect.Patch patch) {
        Optional<KubeObject> now = recreated.contains(patch.target()) ? Optional.empty() : find(patch.target());
        if (now.isEmpty()) {
            return Change.between(null, patch.body());
        }
        try {
            return Change.between(now.get().tree(), patched(now.get(), patch).tree());
        } catch (PatchException cannot) {
            return Change.between(null, patch.body());
        }
    }

    private Optional<String> assumePatch(Effect.Patch patch) {
        Optional<KubeObject> now = find(patch.target());
        if (now.isEmpty() || !patch.subresource().isEmpty()) {
            return Optional.empty();
        }
        try {
            KubeObject next = patched(now.get(), patch);
            changed.put(next.ref(), next);
            return Optional.empty();
        } catch (PatchException cannot) {
            return Optional.of(patch.summary() + ": " + cannot.getMessage());
        }
    }

    /** The object as it would be after the patch. */
    public static KubeObject patched(KubeObject object, Effect.Patch patch) {
        return KubeObject.of(
                switch (patch.type()) {
                    case MERGE, APPLY -> Json.asMap(MergePatch.apply(object.tree(), patch.body()));
                    case STRATEGIC -> StrategicPatch.apply(object.gvk(), object.tree(), Json.asMap(patch.body()));
                    case JSON -> Json.asMap(JsonPatch.apply(object.tree(), operations(patch)));
                });
    }

    private static List<@Nullable Object> operations(Effect.Patch patch) {
        return Json.asList(patch.body());
    }
}
