package dev.coxswain.cli.story;

import java.util.ArrayList;
import java.util.List;

/** A text in lines that fit a terminal, broken between words. */
public final class Folded {

    private Folded() {}

    /**
     * @param width of a line, in characters; a longer word has a line of its own
     * @param lines at most; the last one ends in … when there is more
     */
    public static List<String> text(String text, int width, int lines) {
        List<String> folded = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                folded.add(line.toString());
                line.setLength(0);
                if (folded.size() == lines) {
                    folded.set(lines - 1, folded.getLast() + " …");
                    return folded;
                }
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        folded.add(line.toString());
        return folded;
    }
}
