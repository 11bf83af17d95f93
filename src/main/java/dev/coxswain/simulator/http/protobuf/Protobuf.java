package dev.coxswain.simulator.http.protobuf;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.http.protobuf.Message.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object in the protobuf encoding: four bytes of magic, an envelope that says which kind it is, and the object.
 *
 * <p>Fields that are not pointers in the server's own types are always sent, set or not; JSON leaves them out when they are
 * empty, and so does this. Which fields are pointers, and so mean something when they are zero, false or empty, stands here.
 */
public final class Protobuf {

    public static final String TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private static final Set<String> ZERO_COUNTS = Set.of(
            "replicas",
            "terminationGracePeriodSeconds",
            "partition",
            "backoffLimit",
            "parallelism",
            "completions",
            "revisionHistoryLimit",
            "progressDeadlineSeconds",
            "activeDeadlineSeconds",
            "ttlSecondsAfterFinished",
            "gracePeriodSeconds",
            "runAsUser",
            "runAsGroup",
            "fsGroup",
            "tolerationSeconds",
            "deletionGracePeriodSeconds",
            "successfulJobsHistoryLimit",
            "failedJobsHistoryLimit",
            "leaseTransitions",
            "priority",
            "value");

    private static final Set<String> FALSE_COUNTS = Set.of(
            "automountServiceAccountToken",
            "enableServiceLinks",
            "optional",
            "readOnlyRootFilesystem",
            "allowPrivilegeEscalation",
            "privileged",
            "runAsNonRoot",
            "controller",
            "blockOwnerDeletion",
            "suspend",
            "immutable",
            "orphanDependents",
            "allowVolumeExpansion",
            "shareProcessNamespace",
            "hostUsers");

    private static final Set<String> EMPTY_MEANS_NOTHING = Set.of(
            "creationTimestamp",
            "lastTransitionTime",
            "lastProbeTime",
            "status",
            "strategy",
            "updateStrategy",
            "resources",
            "firstTimestamp",
            "lastTimestamp",
            "eventTime",
            "source",
            "startedAt",
            "finishedAt");

    /** What Go embeds, JSON has in place. */
    private static final Set<String> EMBEDDED = Set.of(
            "volumeSource",
            "persistentVolumeSource",
            "handler",
            "localObjectReference",
            "ephemeralContainerCommon",
            "rule",
            "ruleWithOperations");

    private Protobuf() {}

    /** @throws IllegalArgumentException when the bytes are no object of a kind that is known here */
    public static Map<String, @Nullable Object> parse(byte[] bytes) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (bytes.length < MAGIC.length || bytes[i] != MAGIC[i]) {
                throw new IllegalArgumentException(
                        "provided data does not appear to be a protobuf message," + " expected prefix [107 56 115 0]");
            }
        }
        Wire envelope = new Wire(java.util.Arrays.copyOfRange(bytes, MAGIC.length, bytes.length));
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        byte[] raw = {};
        while (envelope.next()) {
            switch (envelope.field()) {
                case 1 -> object.putAll(type(new Wire(envelope.block())));
                case 2 -> raw = envelope.block();
                default -> envelope.skip();
            }
        }
        String name = message(Json.asText(object.get("apiVersion")), Json.asText(object.get("kind")));
        Message message = Message.named(name)
                .orElseThrow(() -> new IllegalArgumentException("no protobuf definition of " + name + " is known"));
        object.putAll(read(message, new Wire(raw)));
        return object;
    }

    private static Map<String, @Nullable Object> type(Wire wire) {
        Map<String, @Nullable Object> type = new LinkedHashMap<>();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> type.put("apiVersion", wire.text());
                case 2 -> type.put("kind", wire.text());
                default -> wire.skip();
            }
        }
        return type;
    }

    /** Options belong to no group of their own, and are sent under whichever the resource has. */
    private static String message(String apiVersion, String kind) {
        if (kind.endsWith("Options")) {
            return "meta." + kind;
        }
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "core" : apiVersion.substring(0, slash).replaceAll("\\..*", "");
        return group + "." + apiVersion.substring(slash + 1) + "." + kind;
    }

    private static Map<String, @Nullable Object> read(Message message, Wire wire) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (wire.next()) {
            Field field = message.fields().get(wire.field());
            if (field == null) {
                wire.skip();
                continue;
            }
            switch (field.shape()) {
                case REPEATED -> list(object, field.name()).add(value(field, wire));
                case MAP -> entry(field, new Wire(wire.block()), object);
                case ONCE -> put(object, field, value(field, wire));
            }
        }
        return object;
    }

    private static List<@Nullable Object> list(Map<String, @Nullable Object> object, String name) {
        if (!(object.get(name) instanceof List<?>)) {
            object.put(name, new ArrayList<>());
        }
        return Json.asList(object.get(name));
    }

    private static void put(Map<String, @Nullable Object> object, Field field, @Nullable Object value) {
        if (value instanceof Map<?, ?> map && EMBEDDED.contains(field.name())) {
            object.putAll(Json.asMap(map));
        } else if (!meansNothing(field.name(), value)) {
            object.put(field.name(), value);
        }
    }

    private static boolean meansNothing(String name, @Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case Long number -> number == 0 && !ZERO_COUNTS.contains(name);
            case Boolean truth -> !truth && !FALSE_COUNTS.contains(name);
            case Map<?, ?> map -> map.isEmpty() && EMPTY_MEANS_NOTHING.contains(name);
            default -> false;
        };
    }

    private static void entry(Field field, Wire wire, Map<String, @Nullable Object> object) {
        if (!(object.get(field.name()) instanceof Map<?, ?>)) {
            object.put(field.name(), new LinkedHashMap<>());
        }
        String key = "";
        Object value = field.type().equals("s") ? "" : null;
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> key = wire.text();
                case 2 -> value = value(field, wire);
                default -> wire.skip();
            }
        }
        Json.asMap(object.get(field.name())).put(key, value);
    }

    private static @Nullable Object value(Field field, Wire wire) {
        return switch (field.type()) {
            case "s" -> wire.text();
            case "b" -> Base64.getEncoder().encodeToString(wire.block());
            case "i" -> wire.varint();
            case "?" -> wire.varint() != 0;
            case "d" -> wire.real();
            default -> message(field.type(), wire.block());
        };
    }

    /** Some messages are written as one value. */
    private static @Nullable Object message(String type, byte[] block) {
        Wire wire = new Wire(block);
        return switch (type) {
            case "meta.Time", "meta.MicroTime" -> time(wire);
            case "Quantity" -> first(wire);
            case "IntOrString" -> intOrString(wire);
            case "RawExtension", "meta.FieldsV1" -> block.length == 0 ? null : Json.parse(raw(wire));
            case "authentication.v1.ExtraValue", "authorization.v1.ExtraValue" ->
                Json.asList(read(known(type), wire).getOrDefault("items", List.of()));
            default -> read(known(type), wire);
        };
    }

    private static Message known(String type) {
        return Message.named(type).orElseThrow(() -> new IllegalArgumentException("unknown message " + type));
    }

    private static @Nullable Object time(Wire wire) {
        long seconds = 0;
        long nanos = 0;
        boolean isSet = false;
        while (wire.next()) {
            isSet = true;
            switch (wire.field()) {
                case 1 -> seconds = wire.varint();
                case 2 -> nanos = wire.varint();
                default -> wire.skip();
            }
        }
        return isSet ? Instant.ofEpochSecond(seconds, nanos).toString() : null;
    }

    private static String first(Wire wire) {
        String text = "";
        while (wire.next()) {
            if (wire.field() == 1) {
                text = wire.text();
            } else {
                wire.skip();
            }
        }
        return text;
    }

    private static byte[] raw(Wire wire) {
        byte[] raw = {'{', '}'};
        while (wire.next()) {
            if (wire.field() == 1) {
                raw = wire.block();
            } else {
                wire.skip();
            }
        }
        return raw;
    }

    private static Object intOrString(Wire wire) {
        boolean isText = false;
        long number = 0;
        String text = "";
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> isText = wire.varint() == 1;
                case 2 -> number = (int) wire.varint();
                case 3 -> text = wire.text();
                default -> wire.skip();
            }
        }
        return isText ? text : (Object) number;
    }
}
