package dev.coxswain.simulator.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Status objects of a real API server, worded as it words them. */
public final class Refusals {

    private Refusals() {}

    /**
     * One reason why an object is invalid.
     *
     * @param reason such as {@code FieldValueInvalid}
     */
    public record Cause(String reason, String message, String field) {
        public Map<String, @Nullable Object> tree() {
            return object("reason", reason, "message", message, "field", field);
        }
    }

    public static ApiException notFound(String group, String resource, String name) {
        return failure(
                404,
                "NotFound",
                qualified(resource, group) + " \"" + name + "\" not found",
                details(name, group, resource));
    }

    public static ApiException alreadyExists(String group, String resource, String name) {
        return failure(
                409,
                "AlreadyExists",
                qualified(resource, group) + " \"" + name + "\" already exists",
                details(name, group, resource));
    }

    public static ApiException conflict(String group, String resource, String name, String why) {
        return failure(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + qualified(resource, group) + " \"" + name + "\": " + why,
                details(name, group, resource));
    }

    public static ApiException modified(String group, String resource, String name) {
        return conflict(
                group,
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    public static ApiException badRequest(String message) {
        return failure(400, "BadRequest", message, null);
    }

    /** @param message what follows the colon: who may not do what */
    public static ApiException forbidden(String group, String resource, String name, String message) {
        String named = name.isEmpty() ? "" : " \"" + name + "\"";
        return failure(
                403,
                "Forbidden",
                qualified(resource, group) + named + " is forbidden: " + message,
                details(name, group, resource));
    }

    public static ApiException unauthorized() {
        return failure(401, "Unauthorized", "Unauthorized", null);
    }

    public static ApiException invalid(String group, String kind, String name, List<Cause> causes) {
        List<String> texts = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .distinct()
                .toList();
        String why = texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
        Map<String, @Nullable Object> details = details(name, group, kind);
        details.put("causes", causes.stream().map(Cause::tree).toList());
        return failure(422, "Invalid", qualified(kind, group) + " \"" + name + "\" is invalid: " + why, details);
    }

    public static ApiException tooManyRequests(String message, List<Cause> causes, int retryAfterSeconds) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        List<@Nullable Object> trees = new ArrayList<>();
        causes.forEach(cause -> {
            Map<String, @Nullable Object> tree = cause.tree();
            tree.remove("field");
            trees.add(tree);
        });
        details.put("causes", trees);
        if (retryAfterSeconds > 0) {
            details.put("retryAfterSeconds", (long) retryAfterSeconds);
        }
        return failure(429, "TooManyRequests", message, details);
    }

    /** The cache behind the lists of a kind is being filled. */
    public static ApiException initializing() {
        return failure(429, "TooManyRequests", "storage is (re)initializing", object("retryAfterSeconds", 1L));
    }

    public static ApiException internal(String message) {
        return failure(
                500,
                "InternalError",
                "Internal error occurred: " + message,
                object("causes", List.of(object("message", message))));
    }

    public static ApiException methodNotAllowed() {
        return failure(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource", object());
    }

    public static ApiException noSuchResource() {
        return failure(404, "NotFound", "the server could not find the requested resource", object());
    }

    /** @param token with which the list can be continued all the same, though as the objects are now */
    public static ApiException continueExpired(String token) {
        ApiException expired = expired("The provided continue parameter is too old to display a consistent list result."
                + " You can start a new list without the continue parameter, or use the continue token in this response to"
                + " retrieve the remainder of the results. Continuing with the provided token results in an inconsistent"
                + " list - objects that were created, modified, or deleted between the time the first chunk was returned"
                + " and now may show up in the list.");
        expired.status().put("metadata", object("continue", token));
        return expired;
    }

    public static ApiException expired(String message) {
        return failure(410, "Expired", message, null);
    }

    /**
     * @param reason empty to leave it out
     * @param details null to leave them out
     */
    public static ApiException failure(
            int code, String reason, String message, @Nullable Map<String, @Nullable Object> details) {
        Map<String, @Nullable Object> status = object(
                "kind", "Status", "apiVersion", "v1", "metadata", object(), "status", "Failure", "message", message);
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        if (details != null) {
            status.put("details", details);
        }
        status.put("code", (long) code);
        return new ApiException(code, status);
    }

    public static Map<String, @Nullable Object> details(String name, String group, String kind) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        if (!kind.isEmpty()) {
            details.put("kind", kind);
        }
        return details;
    }

    public static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }

    private static String qualified(String first, String second) {
        return second.isEmpty() ? first : first.isEmpty() ? second : first + "." + second;
    }
}
