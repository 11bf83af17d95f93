package dev.coxswain.cli.console;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the status page is and who may read it. */
public final class Listening {

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            description = "Where the status page, metrics and health are (default: 127.0.0.1:8080). Reached from other"
                    + " machines it wants --token-file or --token-review.")
    private @Nullable String address;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token that readers have to show, as bearer token or as password.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--token-review",
            description = "Let the API server say whose token a reader shows, and whether its owner may get the path.")
    private boolean tokenReview;

    /** Only what was typed; the rest may be configured elsewhere. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (address != null) {
            settings.put("coxswain.web.listen", address);
        }
        if (tokenFile != null) {
            settings.put("coxswain.web.token-file", tokenFile.toString());
        }
        if (tokenReview) {
            settings.put("coxswain.web.token-review", true);
        }
        return settings;
    }
}
