package dev.coxswain.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.coxswain.cluster.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What expressions can do beyond CEL.
 *
 * <ul>
 *   <li>{@code member.restartedSince(t)}: its container was started, or ended, after {@code t}
 *   <li>{@code text.split(separator)}: the parts, at most 10,000
 *   <li>{@code text.trim()}
 *   <li>{@code text.pairs(separator)}: a map of the lines that have the separator, what stands before it to what stands after
 *       it: the form of Redis' INFO
 *   <li>{@code toJson(value)}: compact JSON text
 *   <li>{@code ref(apiVersion, kind, namespace, name)}: a map that names an object
 * </ul>
 */
final class CelFunctions {

    private static final int MOST_PARTS = 10_000;

    private CelFunctions() {}

    static List<String> names() {
        return List.of("restartedSince", "split", "trim", "pairs", "toJson", "ref");
    }

    static List<CelFunctionDecl> declarations() {
        return List.of(
                CelFunctionDecl.newFunctionDeclaration(
                        "restartedSince",
                        CelOverloadDecl.newMemberOverload(
                                "member_restarted_since", SimpleType.BOOL, CelTypes.MEMBER, SimpleType.TIMESTAMP)),
                CelFunctionDecl.newFunctionDeclaration(
                        "split",
                        CelOverloadDecl.newMemberOverload(
                                "text_split",
                                ListType.create(SimpleType.STRING),
                                SimpleType.STRING,
                                SimpleType.STRING)),
                CelFunctionDecl.newFunctionDeclaration(
                        "trim", CelOverloadDecl.newMemberOverload("text_trim", SimpleType.STRING, SimpleType.STRING)),
                CelFunctionDecl.newFunctionDeclaration(
                        "pairs",
                        CelOverloadDecl.newMemberOverload(
                                "text_pairs",
                                MapType.create(SimpleType.STRING, SimpleType.STRING),
                                SimpleType.STRING,
                                SimpleType.STRING)),
                CelFunctionDecl.newFunctionDeclaration(
                        "toJson", CelOverloadDecl.newGlobalOverload("to_json", SimpleType.STRING, SimpleType.DYN)),
                CelFunctionDecl.newFunctionDeclaration(
                        "ref",
                        CelOverloadDecl.newGlobalOverload(
                                "object_ref",
                                MapType.create(SimpleType.STRING, SimpleType.STRING),
                                SimpleType.STRING,
                                SimpleType.STRING,
                                SimpleType.STRING,
                                SimpleType.STRING)));
    }

    static List<CelFunctionBinding> bindings() {
        return List.of(
                CelFunctionBinding.from(
                        "member_restarted_since", Map.class, Instant.class, CelFunctions::restartedSince),
                CelFunctionBinding.from("text_split", String.class, String.class, CelFunctions::split),
                CelFunctionBinding.from("text_trim", String.class, String::strip),
                CelFunctionBinding.from("text_pairs", String.class, String.class, CelFunctions::pairs),
                CelFunctionBinding.from("to_json", Object.class, value -> CelValues.text(CelValues.out(value))),
                CelFunctionBinding.from(
                        "object_ref",
                        ImmutableList.of(String.class, String.class, String.class, String.class),
                        parts -> ref(Arrays.asList(parts))));
    }

    private static Object restartedSince(Map<?, ?> member, Instant moment) {
        return isAfter(member.get("startedAt"), moment)
                || isAfter(Json.at(member.get("lastExit"), "finishedAt"), moment);
    }

    private static boolean isAfter(@Nullable Object value, Instant moment) {
        return value instanceof Instant when && when.isAfter(moment);
    }

    private static Object split(String text, String separator) {
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("split needs a separator");
        }
        return List.of(text.split(java.util.regex.Pattern.quote(separator), MOST_PARTS));
    }

    private static Object pairs(String text, String separator) {
        Map<String, String> pairs = new LinkedHashMap<>();
        text.lines().limit(MOST_PARTS).forEach(line -> {
            int at = line.indexOf(separator);
            if (at > 0) {
                pairs.put(
                        line.substring(0, at).strip(),
                        line.substring(at + separator.length()).strip());
            }
        });
        return pairs;
    }

    private static Object ref(List<Object> parts) {
        return Map.of(
                "apiVersion", parts.get(0), "kind", parts.get(1), "namespace", parts.get(2), "name", parts.get(3));
    }
}
