package dev.coxswain.cli.console;

import dev.coxswain.cluster.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Option;

/** Prints rows as a table for people, or as JSON or YAML for programs. */
public final class Rendered {

    enum Format {
        TABLE,
        JSON,
        YAML
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TABLE;

    /** @param columns of the table; programs get whole rows */
    public void print(PrintWriter out, List<String> columns, List<Map<String, @Nullable Object>> rows) {
        switch (format) {
            case TABLE -> table(out, columns, rows);
            case JSON -> out.println(Json.pretty(rows));
            case YAML -> out.print(yaml(rows));
        }
    }

    /** One object, for programs; people get it in words. */
    public void print(PrintWriter out, Map<String, @Nullable Object> object) {
        switch (format) {
            case TABLE, JSON -> out.println(Json.pretty(object));
            case YAML -> out.print(yaml(object));
        }
    }

    public boolean isTable() {
        return format == Format.TABLE;
    }

    private static String yaml(Object value) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .build())
                .dumpToString(value);
    }

    private static void table(PrintWriter out, List<String> columns, List<Map<String, @Nullable Object>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(
                columns.stream().map(c -> c.toUpperCase(java.util.Locale.ROOT)).toList());
        rows.forEach(row ->
                lines.add(columns.stream().map(c -> Json.asText(row.get(c))).toList()));
        int[] widths = new int[columns.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(line.get(i)).repeat(" ", widths[i] - line.get(i).length() + 3);
            }
            out.println(text.toString().stripTrailing());
        }
    }
}
