package dev.coxswain.expression;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML into nodes that know their positions.
 *
 * <p>Whatever the text, it costs bounded time and memory: the size of the text, the depth, and the number of nodes after
 * aliases have been followed are limited, an anchor that contains itself is refused, and parsing stops at the first limit.
 */
public final class YamlDocument {

    public static final int LARGEST = 1 << 20;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setSchema(new CoreSchema())
            .setCodePointLimit(LARGEST)
            .build();

    private YamlDocument() {}

    /**
     * Bytes as text; what is not UTF-8 or too large is reported and yields nothing.
     *
     * @param diagnostics made with an empty text, because there is none yet
     */
    public static Optional<String> decode(byte[] bytes, Diagnostics diagnostics) {
        if (bytes.length > LARGEST) {
            diagnostics.error(Position.START, tooLarge());
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            diagnostics.error(Position.START, "the file is not UTF-8 text");
            return Optional.empty();
        }
    }

    /**
     * The documents in the text, without the empty ones. After a syntax error the documents before it are returned.
     *
     * @param diagnostics made with the same text
     */
    public static List<YamlNode> read(String text, Diagnostics diagnostics) {
        List<YamlNode> documents = new ArrayList<>();
        if (text.length() > LARGEST) {
            diagnostics.error(Position.START, tooLarge());
            return documents;
        }
        try {
            Iterator<Event> events = new Parse(SETTINGS).parseString(text).iterator();
            YamlBuilder builder = new YamlBuilder(events, SETTINGS, diagnostics);
            while (events.hasNext()) {
                builder.document().ifPresent(documents::add);
            }
        } catch (YamlBuilder.Refused refused) {
            diagnostics.error(refused.position(), refused.problem());
        } catch (MarkedYamlEngineException e) {
            Position at = e.getProblemMark()
                    .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(Position.START);
            diagnostics.error(at, "not YAML: " + e.getProblem(), hint(e));
        } catch (YamlEngineException e) {
            String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            diagnostics.error(Position.START, "not YAML: " + first);
        }
        return documents;
    }

    private static Optional<String> hint(MarkedYamlEngineException e) {
        return String.valueOf(e.getProblem()).contains("TAB")
                ? Optional.of("YAML is indented with spaces, not with tabs")
                : Optional.empty();
    }

    private static String tooLarge() {
        return "the file is larger than 1 MiB";
    }
}
