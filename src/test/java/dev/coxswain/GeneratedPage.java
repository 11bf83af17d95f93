package dev.coxswain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation that is rendered from the code. A stale page fails; {@code -Dcoxswain.update=true} writes it. */
public record GeneratedPage(Path file) {

    public static GeneratedPage of(String file) {
        return new GeneratedPage(Path.of(file));
    }

    public void assertIs(String rendered) throws IOException {
        if (Boolean.getBoolean("coxswain.update")) {
            Files.writeString(file, rendered);
        }
        assertThat(file)
                .as("%s is stale: run this test with -Dcoxswain.update=true to write it anew", file)
                .exists()
                .content()
                .isEqualTo(rendered);
    }
}
