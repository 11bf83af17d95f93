package dev.coxswain.simulator.http;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.http.protobuf.Protobuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What a client sent.
 *
 * @param duplicates paths of fields that stand twice
 */
record Body(@Nullable Object value, List<String> duplicates) {

    private static final int SHOWN = 30;

    /**
     * @param type the media type; empty for JSON
     * @param kind what the path is about, for the complaint
     * @throws ApiException 415 for a type that is not spoken, 400 for a text that is not of its type
     */
    static Body of(String method, String type, byte[] bytes, String kind) {
        String media = type.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
        boolean isPatch = method.equals("PATCH");
        if (bytes.length == 0) {
            return new Body(null, List.of());
        }
        if (media.equals(Protobuf.TYPE)) {
            return new Body(protobuf(bytes, kind), List.of());
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (media.endsWith("yaml")) {
            return new Body(yaml(text), List.of());
        }
        if (!isPatch && !List.of("", "application/json").contains(media)) {
            throw Refusals.failure(
                    415,
                    "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types include:"
                            + " application/json, application/yaml, application/vnd.kubernetes.protobuf",
                    null);
        }
        List<String> duplicates = new ArrayList<>();
        try {
            return new Body(JsonText.parse(text, duplicates), duplicates);
        } catch (JsonText.Malformed malformed) {
            throw Refusals.badRequest(
                    isPatch
                            ? "error decoding patch: " + malformed.getMessage()
                            : "the object provided is unrecognized (must be of type " + kind
                                    + "): couldn't get version/kind; json parse error: " + malformed.getMessage() + " ("
                                    + start(text) + ")");
        }
    }

    private static Object protobuf(byte[] bytes, String kind) {
        try {
            return Protobuf.parse(bytes);
        } catch (IllegalArgumentException broken) {
            throw Refusals.badRequest(
                    "the object provided is unrecognized (must be of type " + kind + "): " + broken.getMessage());
        }
    }

    private static String start(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + " ..." : text;
    }

    private static @Nullable Object yaml(String text) {
        try {
            return Json.copy(new Load(LoadSettings.builder().build()).loadFromString(text));
        } catch (MarkedYamlEngineException broken) {
            int line = broken.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw notYaml("line " + line + ": " + wording(String.valueOf(broken.getProblem())));
        } catch (YamlEngineException broken) {
            throw notYaml(String.valueOf(broken.getMessage()));
        }
    }

    private static ApiException notYaml(String why) {
        return Refusals.badRequest("error decoding YAML: error converting YAML to JSON: yaml: " + why);
    }

    /** The server's YAML library says what it did not find, not what it found. */
    private static String wording(String problem) {
        return problem.replaceFirst("^expected (.*), but (?:got|found) .*$", "did not find expected $1");
    }
}
