package dev.coxswain.simulator.redis.shell;

import java.util.ArrayList;
import java.util.List;

/** Cuts a shell script into raw words, quotes and substitutions kept, and operators. */
final class ShellWords {

    /** @param operator one of {@code ; && || |}, a redirection ({@code > >> 2> 2>>}), or a word */
    record Token(boolean operator, String text) {
        boolean redirects() {
            return operator && text.endsWith(">");
        }

        /** Whether one pipeline ends here and another begins. */
        boolean separates() {
            return operator && !redirects() && !text.equals("|");
        }
    }

    private final String script;
    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int at;

    private ShellWords(String script) {
        this.script = script;
    }

    static List<Token> of(String script) {
        ShellWords words = new ShellWords(script);
        words.cut();
        return words.tokens;
    }

    private void cut() {
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '\'' || c == '"') {
                quoted(c);
            } else if (c == '$' && script.startsWith("$(", at)) {
                substitution();
            } else if (c == '\n' || c == ';') {
                operator(";");
            } else if (script.startsWith("&&", at) || script.startsWith("||", at)) {
                operator(script.substring(at, at + 2));
            } else if (c == '|') {
                operator("|");
            } else if (c == '>') {
                redirection();
            } else if (Character.isWhitespace(c)) {
                endWord();
                at++;
            } else {
                word.append(c);
                at++;
            }
        }
        endWord();
    }

    /** The number of the stream stands right before it, or is that of the output. */
    private void redirection() {
        boolean errors = word.toString().equals("2");
        if (errors || word.toString().equals("1")) {
            word.setLength(0);
        }
        boolean appends = script.startsWith(">>", at);
        endWord();
        tokens.add(new Token(true, (errors ? "2" : "") + (appends ? ">>" : ">")));
        at += appends ? 2 : 1;
    }

    private void quoted(char quote) {
        word.append(quote);
        at++;
        while (at < script.length() && script.charAt(at) != quote) {
            if (quote == '"' && script.startsWith("$(", at)) {
                substitution();
                continue;
            }
            if (quote == '"' && script.charAt(at) == '\\' && at + 1 < script.length()) {
                word.append(script.charAt(at++));
            }
            word.append(script.charAt(at++));
        }
        word.append(quote);
        at++;
    }

    private void substitution() {
        int stop = endOfSubstitution(script, at);
        word.append(script, at, stop);
        at = stop;
    }

    /** The place after the parenthesis that closes the one at the given dollar; the end of the text without one. */
    static int endOfSubstitution(String text, int dollar) {
        int depth = 0;
        for (int i = dollar + 1; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                depth++;
            } else if (text.charAt(i) == ')' && --depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private void operator(String text) {
        endWord();
        tokens.add(new Token(true, text));
        at += text.length();
    }

    private void endWord() {
        if (!word.isEmpty()) {
            tokens.add(new Token(false, word.toString()));
            word.setLength(0);
        }
    }
}
