package dev.coxswain.expression;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The types of what expressions read. They exist while an expression is checked; the values are plain maps.
 *
 * <p>The fields are those that package {@code fleet} fills in.
 */
final class CelTypes implements CelTypeProvider {

    private static final CelType STRINGS = MapType.create(SimpleType.STRING, SimpleType.STRING);
    private static final CelType ANYTHING = MapType.create(SimpleType.STRING, SimpleType.DYN);

    static final CelType MEMBER = StructTypeReference.create("coxswain.Member");
    static final CelType DATASTORE = StructTypeReference.create("coxswain.Datastore");
    static final CelType OPERATOR = StructTypeReference.create("coxswain.Operator");
    static final CelType RUN = StructTypeReference.create("coxswain.Run");
    static final CelType STEP = StructTypeReference.create("coxswain.Step");

    static final CelTypes STANDARD = new CelTypes(List.of(
            struct(MEMBER, memberFields()),
            struct(DATASTORE, datastoreFields()),
            struct(OPERATOR, operatorFields()),
            struct(RUN, runFields()),
            struct(STEP, Map.of("output", SimpleType.DYN))));

    private final ImmutableList<CelType> types;

    private CelTypes(List<StructType> types) {
        this.types = ImmutableList.copyOf(types);
    }

    private static Map<String, CelType> memberFields() {
        Map<String, CelType> fields = new LinkedHashMap<>();
        put(fields, SimpleType.STRING, "name", "namespace", "uid", "component", "role", "container", "image", "node");
        put(fields, SimpleType.STRING, "ip", "phase", "workload", "workloadKind", "revision", "waiting", "silence");
        put(fields, SimpleType.BOOL, "ready", "running", "deleting", "primary", "silent");
        put(fields, SimpleType.INT, "restarts");
        put(fields, SimpleType.TIMESTAMP, "startedAt", "createdAt", "readyChangedAt");
        put(fields, STRINGS, "labels", "annotations");
        put(fields, ANYTHING, "lastExit", "says", "limits", "requests");
        put(fields, SimpleType.DYN, "pod", "volume", "claims");
        return fields;
    }

    private static Map<String, CelType> datastoreFields() {
        Map<String, CelType> fields = new LinkedHashMap<>();
        put(fields, SimpleType.STRING, "name", "namespace", "uid", "kind", "apiVersion", "profile");
        put(fields, SimpleType.BOOL, "healthy", "deleting", "paused");
        put(fields, SimpleType.INT, "generation");
        put(fields, STRINGS, "labels", "annotations");
        put(fields, ANYTHING, "spec", "status", "components");
        put(fields, ListType.create(MEMBER), "members", "primaries", "replicas");
        put(fields, MEMBER, "primary");
        return fields;
    }

    private static Map<String, CelType> operatorFields() {
        Map<String, CelType> fields = new LinkedHashMap<>();
        put(fields, SimpleType.STRING, "name", "namespace", "uid", "kind", "profile", "version", "image", "heldBy");
        put(fields, SimpleType.BOOL, "ready", "held");
        put(fields, SimpleType.INT, "replicas", "readyReplicas");
        put(fields, SimpleType.TIMESTAMP, "heldUntil");
        put(fields, STRINGS, "labels", "annotations");
        put(fields, SimpleType.DYN, "pods", "watches", "atZero");
        return fields;
    }

    private static Map<String, CelType> runFields() {
        Map<String, CelType> fields = new LinkedHashMap<>();
        put(fields, SimpleType.STRING, "name", "namespace", "playbook");
        put(fields, SimpleType.TIMESTAMP, "startedAt");
        return fields;
    }

    private static void put(Map<String, CelType> fields, CelType type, String... names) {
        for (String name : names) {
            fields.put(name, type);
        }
    }

    private static StructType struct(CelType reference, Map<String, CelType> fields) {
        ImmutableMap<String, CelType> known = ImmutableMap.copyOf(fields);
        return StructType.create(reference.name(), known.keySet(), field -> Optional.ofNullable(known.get(field)));
    }

    CelTypes with(StructType more) {
        return new CelTypes(replaced(more));
    }

    private List<StructType> replaced(StructType type) {
        List<StructType> all = new ArrayList<>();
        types.stream()
                .map(StructType.class::cast)
                .filter(t -> !t.name().equals(type.name()))
                .forEach(all::add);
        all.add(type);
        return all;
    }

    CelTypes withProfileFields(Collection<String> ofDatastores, Collection<String> ofMembers) {
        return with(widened(DATASTORE, datastoreFields(), ofDatastores))
                .with(widened(MEMBER, memberFields(), ofMembers));
    }

    private static StructType widened(CelType reference, Map<String, CelType> fields, Collection<String> more) {
        more.forEach(name -> fields.putIfAbsent(name, SimpleType.DYN));
        return struct(reference, fields);
    }

    /** The names of the fields of a type; empty when it has none that are known. */
    Set<String> fields(CelType type) {
        return findType(type.name())
                .map(found -> ((StructType) found).fieldNames())
                .orElse(ImmutableSet.of());
    }

    /** The type of a field, or of any value of a map. */
    Optional<CelType> field(CelType type, String name) {
        if (type instanceof MapType map) {
            return Optional.of(map.valueType());
        }
        return findType(type.name())
                .flatMap(found -> ((StructType) found).findField(name).map(StructType.Field::type));
    }

    @Override
    public ImmutableList<CelType> types() {
        return types;
    }

    @Override
    public Optional<CelType> findType(String name) {
        return types.stream().filter(t -> t.name().equals(name)).findFirst();
    }
}
