package dev.coxswain.simulator.world;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The manifests that lie beside this package. */
final class Resources {

    private Resources() {}

    static KubeObject object(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return KubeObject.of(Json.asMap(Json.parse(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
