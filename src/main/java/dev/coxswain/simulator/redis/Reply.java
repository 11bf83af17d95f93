package dev.coxswain.simulator.redis;

import java.util.List;

/**
 * What a Redis server answers, flattened to the lines that redis-cli prints.
 *
 * @param error whether it is an error reply; redis-cli then prints one more line break, and still ends with exit code 0
 */
record Reply(boolean error, List<String> lines) {

    Reply {
        lines = List.copyOf(lines);
    }

    static final Reply OK = of("OK");
    static final Reply LOADING = refused("LOADING Redis is loading the dataset in memory");

    static Reply of(String... lines) {
        return new Reply(false, List.of(lines));
    }

    static Reply refused(String message) {
        return new Reply(true, List.of(message));
    }

    String first() {
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    String printed() {
        return String.join("\n", lines) + (error ? "\n\n" : "\n");
    }
}
