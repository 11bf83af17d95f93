package dev.coxswain.simulator.api.validation;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kind.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What every kind's metadata must look like. */
public final class Metadata {

    private static final String SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String KEY_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL_VALUE = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";

    private static final List<String> STANDARD_FINALIZERS = List.of("foregroundDeletion", "orphan", "kubernetes");

    private static final Pattern IS_SUBDOMAIN = Pattern.compile(SUBDOMAIN);
    private static final Pattern IS_LABEL = Pattern.compile(LABEL);
    private static final Pattern IS_KEY_NAME = Pattern.compile(KEY_NAME);
    private static final Pattern IS_LABEL_VALUE = Pattern.compile(LABEL_VALUE);

    private Metadata() {}

    public static List<Cause> faults(Kind kind, Map<String, @Nullable Object> metadata) {
        List<Cause> faults = new ArrayList<>();
        String name = Json.asText(metadata.get("name"));
        if (name.isEmpty()) {
            faults.add(new Cause(
                    "FieldValueRequired", "Required value: name or generateName is required", "metadata.name"));
        } else {
            nameFault(kind, name).forEach(why -> faults.add(invalid(name, why, "metadata.name")));
        }
        Json.asMap(metadata.get("labels")).forEach((key, value) -> {
            keyFault(key).forEach(why -> faults.add(invalid(key, why, "metadata.labels")));
            String text = Json.asText(value);
            if (!IS_LABEL_VALUE.matcher(text).matches()) {
                faults.add(invalid(
                        text,
                        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.',"
                                + " and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',"
                                + "  or '12345', regex used for validation is '" + LABEL_VALUE + "')",
                        "metadata.labels"));
            } else if (text.length() > 63) {
                faults.add(
                        new Cause("FieldValueTooLong", "Too long: may not be more than 63 bytes", "metadata.labels"));
            }
        });
        Json.asMap(metadata.get("annotations"))
                .forEach((key, value) ->
                        keyFault(key).forEach(why -> faults.add(invalid(key, why, "metadata.annotations"))));
        faults.addAll(finalizerFaults(kind, Json.asList(metadata.get("finalizers"))));
        return faults;
    }

    /**
     * What else is wrong with a change. The server looks at the metadata of a built-in kind again and again on its way in, and
     * tells of a bad label or annotation as often as it has met it.
     *
     * @param faults of the new metadata by itself
     */
    public static List<Cause> changeFaults(
            Kind kind, List<Cause> faults, Map<String, @Nullable Object> old, Map<String, @Nullable Object> object) {
        List<Cause> more = new ArrayList<>();
        for (int i = 0; i < (kind.isCustom() ? 1 : 3); i++) {
            faults.stream()
                    .filter(fault -> fault.field().matches("metadata\\.(labels|annotations)"))
                    .forEach(more::add);
        }
        List<@Nullable Object> added = new ArrayList<>(Json.asList(Json.at(object, "metadata", "finalizers")));
        added.removeAll(Json.asList(Json.at(old, "metadata", "finalizers")));
        if (Json.at(old, "metadata", "deletionTimestamp") != null && !added.isEmpty()) {
            String list = added.stream().map(Json::print).collect(Collectors.joining(", "));
            Cause late = new Cause(
                    "FieldValueForbidden",
                    "Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers"
                            + " []string{" + list + "}",
                    "metadata.finalizers");
            more.add(late);
            more.add(late);
        }
        return more;
    }

    private static List<Cause> finalizerFaults(Kind kind, List<@Nullable Object> finalizers) {
        List<Cause> faults = new ArrayList<>();
        for (int i = 0; i < finalizers.size() && !kind.isCustom(); i++) {
            String name = Json.asText(finalizers.get(i));
            if (!name.contains("/") && !STANDARD_FINALIZERS.contains(name)) {
                faults.add(invalid(
                        name,
                        "name is neither a standard finalizer name nor is it fully qualified",
                        "metadata.finalizers[" + i + "]"));
            }
        }
        return faults;
    }

    private static List<String> nameFault(Kind kind, String name) {
        if (kind.has(Trait.FREE_NAMES)) {
            return name.contains("/") || name.contains("%") ? List.of("may not contain '/' or '%'") : List.of();
        }
        if (kind.has(Trait.LABEL_NAMES)) {
            return IS_LABEL.matcher(name).matches() && name.length() <= 63
                    ? List.of()
                    : List.of(
                            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
                                    + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
                                    + " regex used for validation is '" + LABEL + "')");
        }
        return IS_SUBDOMAIN.matcher(name).matches() && name.length() <= 253
                ? List.of()
                : List.of("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
                        + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
                        + " used for validation is '" + SUBDOMAIN + "')");
    }

    private static List<String> keyFault(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        return IS_KEY_NAME.matcher(name).matches() && name.length() <= 63
                ? List.of()
                : List.of("name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                        + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
                        + " used for validation is '"
                        + KEY_NAME + "')");
    }

    private static Cause invalid(String value, String why, String field) {
        return new Cause("FieldValueInvalid", "Invalid value: \"" + value + "\": " + why, field);
    }
}
