package dev.coxswain.fleet.profile;

import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The profiles that come with the product. */
public final class BuiltInProfiles {

    private static final List<String> NAMES = List.of("spotahome-redis", "opstree-redis");

    private BuiltInProfiles() {}

    /** @throws IllegalStateException when one of them has a mistake, which is a defect of the product */
    public static List<OperatorProfile> all(CelExpressions expressions) {
        return NAMES.stream().map(name -> read(name, expressions)).toList();
    }

    /**
     * The same, recognising more images: forks, and what was built at home.
     *
     * @param images by the name of the profile
     * @param setting how people name them: what goes before the profile's name in a message
     * @throws IllegalArgumentException when there is no profile of such a name
     */
    public static List<OperatorProfile> all(CelExpressions expressions, Map<String, String> images, String setting) {
        for (String name : images.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        setting + name + ": there is no such profile; there are " + String.join(", ", NAMES));
            }
        }
        return all(expressions).stream()
                .map(profile ->
                        images.containsKey(profile.name()) ? profile.alsoFrom(images.get(profile.name())) : profile)
                .toList();
    }

    private static OperatorProfile read(String name, CelExpressions expressions) {
        String text = text(name);
        Diagnostics diagnostics = new Diagnostics("profiles/" + name + ".yaml", text);
        return new ProfileReader(expressions)
                .read(text, diagnostics).stream()
                        .findFirst()
                        .filter(_ -> !diagnostics.hasErrors())
                        .orElseThrow(() -> new IllegalStateException(diagnostics.print()));
    }

    private static String text(String name) {
        try (InputStream in = BuiltInProfiles.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the profile " + name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
