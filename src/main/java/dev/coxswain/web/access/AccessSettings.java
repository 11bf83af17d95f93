package dev.coxswain.web.access;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens and who may ask it: {@code coxswain.web.*}.
 *
 * @param listen address and port; without one port 8080 of this machine alone, or any that is free when that is taken
 * @param tokenFile holds the bearer token that readers show; read again for each request, so that it can be rotated
 * @param tokenReview whether the API server is asked about a token: who owns it, and whether the owner may read the path
 */
@ConfigurationProperties("coxswain.web")
public record AccessSettings(
        @Nullable String listen,
        @Nullable String tokenFile,
        @Bindable(defaultValue = "false") boolean tokenReview) {

    /** This machine alone. */
    private static final ListenAddress HERE = new ListenAddress("127.0.0.1", 8080);

    /** @throws IllegalArgumentException when the settings would let strangers read, or make no sense; names the key */
    public AccessSettings {
        ListenAddress address;
        try {
            address = listen == null ? HERE : ListenAddress.parse(listen);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("coxswain.web.listen: " + wrong.getMessage(), wrong);
        }
        if (tokenFile != null && !Files.isReadable(Path.of(tokenFile))) {
            throw new IllegalArgumentException("coxswain.web.token-file: there is no readable file " + tokenFile);
        }
        if (tokenFile == null && !tokenReview && !address.isLoopback()) {
            throw new IllegalArgumentException("coxswain.web.listen: " + listen
                    + " can be reached from other machines, so readers must show a token: set coxswain.web.token-file"
                    + " (--token-file) or coxswain.web.token-review (--token-review), or listen on 127.0.0.1");
        }
    }

    public ListenAddress address() {
        return listen == null ? HERE : ListenAddress.parse(listen);
    }

    /** Whether another port will do when this one is taken. */
    boolean isLenient() {
        return listen == null;
    }

    Optional<Path> tokens() {
        return Optional.ofNullable(tokenFile).map(Path::of);
    }
}
