package dev.coxswain.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured, by row and column, once in each round: shown as the middle one and, in brackets, the least and the most. */
final class Table {

    private final Map<String, Map<String, List<Double>>> rows = new LinkedHashMap<>();

    void put(String row, String column, double value) {
        rows.computeIfAbsent(row, _ -> new LinkedHashMap<>())
                .computeIfAbsent(column, _ -> new ArrayList<>())
                .add(value);
    }

    /** In Markdown. */
    @Override
    public String toString() {
        List<String> columns = rows.values().stream()
                .flatMap(row -> row.keySet().stream())
                .distinct()
                .toList();
        String head = "| | " + String.join(" | ", columns) + " |\n|---|" + "---|".repeat(columns.size()) + "\n";
        return rows.entrySet().stream()
                .map(row -> "| " + row.getKey() + " | "
                        + columns.stream()
                                .map(column -> shown(row.getValue().getOrDefault(column, List.of())))
                                .collect(Collectors.joining(" | "))
                        + " |\n")
                .collect(Collectors.joining("", head, ""));
    }

    private static String shown(List<Double> values) {
        List<Double> sorted = values.stream().filter(Double::isFinite).sorted().toList();
        if (sorted.isEmpty()) {
            return values.isEmpty() ? "" : "none";
        }
        String middle = number(sorted.get(sorted.size() / 2));
        return sorted.size() == 1
                ? middle
                : middle + " (" + number(sorted.getFirst()) + "–" + number(sorted.getLast()) + ")";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.0f", value);
    }
}
