package dev.coxswain.web.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One token for all readers, in a file. It is read again each time, so that it can be rotated; an empty file admits nobody.
 *
 * <p>Tokens are compared by digest and in constant time: how long it takes tells neither how much of a guess is right nor how
 * long the token is.
 */
record TokenFile(Path file) implements Readers {

    private static final int LONGEST = 8 * 1024;

    @Override
    public Verdict mayRead(String token, String path) {
        String expected;
        try (InputStream in = Files.newInputStream(file)) {
            expected = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            return new Verdict.Unsure("the token file cannot be read: " + unreadable.getMessage());
        }
        return !expected.isEmpty() && MessageDigest.isEqual(digest(expected), digest(token))
                ? new Verdict.Admitted()
                : new Verdict.Unknown();
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
