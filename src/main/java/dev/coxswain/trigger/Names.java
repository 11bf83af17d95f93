package dev.coxswain.trigger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** Names that are the same whoever makes them, and that fit into a label. */
final class Names {

    private static final int LABEL = 63;
    private static final int HASH = 12;

    private Names() {}

    /** The name of the run for one incident: the playbook's name and a hash of playbook, target and moment, to the second. */
    static String ofRun(String playbookKey, String playbookName, Target target, Instant since) {
        String identity = String.join(
                "\n",
                playbookKey,
                target.kind().name(),
                target.uid(),
                since.truncatedTo(ChronoUnit.SECONDS).toString());
        String head = playbookName.substring(0, Math.min(playbookName.length(), LABEL - HASH - 1));
        return head.replaceAll("[.-]+$", "") + "-" + hash(identity);
    }

    /** The text, or if it is too long its beginning and a hash of all of it. */
    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - HASH - 1) + "-" + hash(text);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
