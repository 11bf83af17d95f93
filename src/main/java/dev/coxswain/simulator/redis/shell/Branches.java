package dev.coxswain.simulator.redis.shell;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where a script stands among its {@code if}, {@code then}, {@code else} and {@code fi}. */
final class Branches {

    /** @param outside whether what surrounds the {@code if} is run at all */
    private record Branch(boolean outside, boolean taken) {}

    private final Deque<Branch> open = new ArrayDeque<>();

    /** Whether the words that come next are run. */
    boolean isActive() {
        return open.isEmpty() || (open.peek().outside() && open.peek().taken());
    }

    /** @param holds what the condition came to; of no matter where the {@code if} itself is not run */
    void begin(boolean holds) {
        open.push(new Branch(isActive(), holds));
    }

    void otherwise() {
        Branch branch = open.pop();
        open.push(new Branch(branch.outside(), !branch.taken()));
    }

    void end() {
        open.pop();
    }
}
