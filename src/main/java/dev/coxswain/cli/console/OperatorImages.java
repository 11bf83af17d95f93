package dev.coxswain.cli.console;

import java.util.Map;
import picocli.CommandLine.Option;

/** By which images operators are recognised, beside those that their profiles name. */
public final class OperatorImages {

    @Option(
            names = "--operator-image",
            paramLabel = "PROFILE=IMAGE",
            description = "An image by which a profile's operator is recognised too: a mirror, or one built at home.")
    private Map<String, String> images = Map.of();

    /** By the name of the profile. */
    public Map<String, String> byProfile() {
        return images;
    }
}
