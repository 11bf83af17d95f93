package dev.coxswain.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the values out of Secrets before anything can read them: what is read ends in plans, journals and notices. */
public final class Secrets {

    /** Stands where a value was. */
    public static final String MASK = "(secret)";

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Secrets() {}

    public static boolean isSecret(ObjectRef ref) {
        return ref.gvk().kind().equals("Secret") && ref.gvk().group().isEmpty();
    }

    /** The object; of a Secret the keys alone. */
    public static KubeObject masked(KubeObject object) {
        if (!isSecret(object.ref())) {
            return object;
        }
        KubeObject masked = object;
        for (String field : new String[] {"data", "stringData"}) {
            masked = object.map(field).isEmpty() ? masked : masked.with(masked(object.map(field)), field);
        }
        return masked.annotation(LAST_APPLIED).isPresent()
                ? masked.with(MASK, "metadata", "annotations", LAST_APPLIED)
                : masked;
    }

    private static Map<String, @Nullable Object> masked(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        values.forEach((key, _) -> masked.put(key, MASK));
        return masked;
    }
}
