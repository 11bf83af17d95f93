package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads YAML documents from beside a class. */
final class Manifests {

    private Manifests() {}

    static List<@Nullable Object> read(Class<?> neighbour, String name) {
        try (InputStream in = neighbour.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name + " beside " + neighbour.getName());
            }
            List<@Nullable Object> documents = new ArrayList<>();
            for (Object document : new Load(LoadSettings.builder().build()).loadAllFromInputStream(in)) {
                documents.add(Json.copy(document));
            }
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
