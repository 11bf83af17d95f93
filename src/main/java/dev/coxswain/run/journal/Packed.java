package dev.coxswain.run.journal;

import dev.coxswain.cluster.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A long list that must not lose anything (a plan, what undoes a run) when it no longer fits in plain words: its first entries
 * stay readable, the rest is deflated.
 */
final class Packed {

    private static final String REST = "packed";

    /** How many entries stay readable. */
    private static final int PLAIN = 20;

    /** Nothing that we packed unpacks to more. */
    private static final int LARGEST = 64 * 1024 * 1024;

    private Packed() {}

    static List<@Nullable Object> pack(List<? extends @Nullable Object> all) {
        if (all.size() <= 1) {
            return List.copyOf(all);
        }
        int plain = Math.min(PLAIN, all.size() / 2);
        List<@Nullable Object> kept = new ArrayList<>(all.subList(0, plain));
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        rest.put("more", (long) all.size() - plain);
        rest.put(REST, deflated(Json.bytes(all.subList(plain, all.size()))));
        kept.add(rest);
        return kept;
    }

    static List<@Nullable Object> unpack(List<@Nullable Object> stored) {
        if (stored.isEmpty() || !(Json.at(stored.getLast(), REST) instanceof String rest)) {
            return stored;
        }
        List<@Nullable Object> all = new ArrayList<>(stored.subList(0, stored.size() - 1));
        all.addAll(Json.asList(Json.parse(inflated(rest))));
        return all;
    }

    private static String deflated(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    /** @throws IllegalArgumentException when it is not what we packed */
    private static byte[] inflated(String text) {
        try (InflaterInputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            byte[] bytes = in.readNBytes(LARGEST);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("a packed list of more than " + LARGEST + " bytes");
            }
            return bytes;
        } catch (IOException notOurs) {
            throw new IllegalArgumentException("a packed list cannot be read: " + notOurs.getMessage(), notOurs);
        }
    }
}
