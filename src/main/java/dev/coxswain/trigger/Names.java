package dev.coxswain.trigger;

import dev.coxswain.playbook.Playbook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.OptionalInt;

/** Names that are the same whoever makes them, and that fit into a label. */
final class Names {

    private static final int LABEL = 63;
    private static final int HASH = 12;
    /** What a number behind a dash may take. */
    private static final int NUMBER = 8;

    private Names() {}

    /** The name of the run that a person asks for: the playbook's name and a hash of playbook, target and moment, to the second. */
    static String ofRunByHand(Playbook playbook, Target target, Instant at) {
        return head(playbook)
                + hash(identity(playbook, target)
                        + "\n"
                        + at.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** The name of the run that answers the so-manieth incident of a playbook and target. */
    static String ofRun(Playbook playbook, Target target, int number) {
        return ofRuns(playbook, target) + number;
    }

    /** Which incident it is that a run answers; empty for a run that a person asked for, or that is about something else. */
    static OptionalInt numberOf(String runName, Playbook playbook, Target target) {
        String beginning = ofRuns(playbook, target);
        String number = runName.startsWith(beginning) ? runName.substring(beginning.length()) : "";
        return number.matches("[1-9][0-9]{0,6}") ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }

    private static String ofRuns(Playbook playbook, Target target) {
        return head(playbook) + hash(identity(playbook, target)) + "-";
    }

    private static String identity(Playbook playbook, Target target) {
        return String.join("\n", Triggers.key(playbook), target.kind().name(), target.uid());
    }

    private static String head(Playbook playbook) {
        String name = playbook.name();
        int length = Math.min(name.length(), LABEL - HASH - NUMBER - 1);
        return name.substring(0, length).replaceAll("[.-]+$", "") + "-";
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
