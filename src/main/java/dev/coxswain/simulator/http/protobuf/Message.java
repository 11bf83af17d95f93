package dev.coxswain.simulator.http.protobuf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One kind of message: its fields by their numbers. */
record Message(String name, Map<Integer, Field> fields) {

    private static final Map<String, Message> ALL = load();

    /** How often a field's value comes. */
    enum Shape {
        ONCE,
        REPEATED,
        MAP
    }

    /** @param type {@code s} text, {@code b} bytes, {@code i} whole number, {@code d} number, {@code ?} truth, or a message */
    record Field(String name, Shape shape, String type) {

        /** As the table writes it: {@code name/[type}. */
        static Field of(String text) {
            String[] parts = text.split("/", 2);
            char first = parts[1].charAt(0);
            Shape shape = first == '[' ? Shape.REPEATED : first == '{' ? Shape.MAP : Shape.ONCE;
            return new Field(parts[0], shape, shape == Shape.ONCE ? parts[1] : parts[1].substring(1));
        }
    }

    static Optional<Message> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Map<String, Message> load() {
        Map<String, Message> all = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(Message.class.getResourceAsStream("messages.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    Message message = parse(line);
                    all.put(message.name(), message);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(all);
    }

    private static Message parse(String line) {
        String[] parts = line.split(":", 2);
        Map<Integer, Field> fields = new HashMap<>();
        for (String field : parts[1].strip().split(" ", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(Integer.parseInt(field.substring(0, equals)), Field.of(field.substring(equals + 1)));
            }
        }
        return new Message(parts[0], Map.copyOf(fields));
    }
}
