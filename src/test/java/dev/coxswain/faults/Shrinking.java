package dev.coxswain.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Delta debugging: leaves out halves, then quarters, then single faults, for as long as it still fails.
 */
final class Shrinking {

    private Shrinking() {}

    /** @param fails whether these faults alone still break the promise */
    static Script least(Script script, Predicate<List<Fault>> fails) {
        List<Fault> faults = script.faults();
        int parts = 2;
        while (faults.size() > 1 && parts <= 2 * faults.size()) {
            List<Fault> smaller = smaller(faults, Math.min(parts, faults.size()), fails);
            if (smaller.size() < faults.size()) {
                faults = smaller;
                parts = 2;
            } else {
                parts *= 2;
            }
        }
        return faults.size() == 1 && fails.test(List.of()) ? script.with(List.of()) : script.with(faults);
    }

    private static List<Fault> smaller(List<Fault> faults, int parts, Predicate<List<Fault>> fails) {
        for (int i = 0; i < parts; i++) {
            int from = faults.size() * i / parts;
            int to = faults.size() * (i + 1) / parts;
            List<Fault> others = new ArrayList<>(faults.subList(0, from));
            others.addAll(faults.subList(to, faults.size()));
            if (fails.test(others)) {
                return others;
            }
        }
        return faults;
    }
}
