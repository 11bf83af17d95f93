package dev.coxswain.expression;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the name that somebody who mistyped probably meant. */
public final class DidYouMean {

    private static final int LISTED_AT_MOST = 24;

    private DidYouMean() {}

    /** The nearest candidate as a hint; failing that, the list of candidates when it is short; else nothing. */
    public static Optional<String> hint(String typed, Collection<String> candidates) {
        int tolerated = Math.max(1, typed.length() / 3);
        Optional<String> nearest = candidates.stream()
                .filter(c -> distance(typed, c) <= tolerated)
                .min(Comparator.comparingInt((String c) -> distance(typed, c)).thenComparing(c -> c));
        if (nearest.isPresent()) {
            return nearest.map(name -> "did you mean '" + name + "'?");
        }
        return candidates.isEmpty() || candidates.size() > LISTED_AT_MOST
                ? Optional.empty()
                : Optional.of("known: " + candidates.stream().sorted().collect(Collectors.joining(", ")));
    }

    /** How many letters have to be added, removed, changed or swapped with their neighbour; upper and lower case are alike. */
    static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        if (Math.abs(a.length() - b.length()) > 20 || a.length() > 100 || b.length() > 100) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = cheapest(a, b, cost, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int[][] cost, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int change = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
