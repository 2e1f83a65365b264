package io.manymodels.cli.output;

import java.io.OutputStream;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The only place that prints. Results go to standard output, everything said along the way to standard error. */
public final class Terminal {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Terminal() {}

    /** A line of the result. */
    public static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** The result for machines. */
    public static void print(JsonNode result) {
        print(JSON.writeValueAsString(result));
    }

    /** A line about what happens. */
    public static void say(String line) {
        System.err.println(line);
        System.err.flush();
    }

    /** Text without a line end, for a progress line that is drawn over. */
    public static void draw(String text) {
        System.err.print(text);
        System.err.flush();
    }

    /** A piece of the result, as it is. */
    public static void write(String text) {
        System.out.print(text);
        System.out.flush();
    }

    /** Standard output for results that are streamed. */
    public static OutputStream out() {
        return System.out;
    }

    /** Whether a person watches, so that lines may be drawn over. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 went back to the console that is null when nobody watches.
    public static boolean interactive() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /** A table with aligned columns; numbers to the right. */
    public static void table(List<String> header, List<List<String>> rows) {
        int[] widths = header.stream().mapToInt(String::length).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        print(line(header, widths));
        rows.forEach(row -> print(line(row, widths)));
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            line.append(cell.matches("-?[\\d.,]+%?") ? padding + cell : cell + padding).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
