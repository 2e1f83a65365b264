package io.manymodels.ingestion.sandbox;

import static io.manymodels.ingestion.sandbox.SqlText.literal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Columns that are called otherwise than their file calls them: SQL does not tell names of different case apart, and has no
 * empty ones, so a reader gives the second {@code Price} the name {@code Price_1} and a column without a name {@code column7}.
 */
public final class GivenNames {

    private static final Pattern NUMBERED = Pattern.compile("(.+)_\\d+", Pattern.DOTALL);
    private static final Pattern UNNAMED = Pattern.compile("column(\\d+)");

    private GivenNames() {}

    /**
     * A remark for each such column. A file is opened only where a name looks as if it had been given.
     *
     * @param columns as the reader calls them
     * @param written the names that stand in a file, blank for none
     */
    public static List<String> remarks(List<String> columns, List<Path> files, Function<Path, List<String>> written) {
        List<String> doubtful = new ArrayList<>(columns.stream()
                .filter(column -> UNNAMED.matcher(column).matches() || isNumbered(column, columns)).toList());
        List<String> remarks = new ArrayList<>();
        for (Path file : files) {
            if (doubtful.isEmpty()) {
                break;
            }
            List<String> names = written.apply(file).stream().map(String::strip).toList();
            doubtful.removeAll(names);
            for (String column : List.copyOf(doubtful)) {
                String remark = remark(column, names);
                if (!remark.isEmpty()) {
                    remarks.add(remark);
                    doubtful.remove(column);
                }
            }
        }
        return remarks;
    }

    /** Whether a column has the name of another one with a number, as the second of one name is given. */
    public static boolean isNumbered(String column, List<String> columns) {
        Matcher numbered = NUMBERED.matcher(column);
        return numbered.matches() && columns.stream().anyMatch(numbered.group(1)::equalsIgnoreCase);
    }

    /** Empty where the file does not explain the name. */
    private static String remark(String column, List<String> names) {
        Matcher unnamed = UNNAMED.matcher(column);
        if (unnamed.matches()) {
            int place = Integer.parseInt(unnamed.group(1));
            return place < names.size() && names.get(place).isEmpty()
                    ? "[%1$s] has no name in the source, where it is column [%2$d]. Maybe name it there, or columns.ignored: [%1$s]"
                            .formatted(column, place + 1)
                    : "";
        }
        Matcher numbered = NUMBERED.matcher(column);
        List<String> alike = numbered.matches()
                ? names.stream().filter(numbered.group(1)::equalsIgnoreCase).toList()
                : List.of();
        return alike.size() < 2
                ? ""
                : "[%s] is what the column [%s] of the source is called here, because SQL does not tell it from [%s]. Maybe rename one of the two in the source"
                        .formatted(column, numbered.group(1), alike.getFirst());
    }

    /** The first line of a text file. */
    public static List<String> ofText(Sandbox sandbox, Path file) {
        String first = "SELECT * FROM read_csv(%s, header = false, quote = '\"', all_varchar = true) LIMIT 1"
                .formatted(literal(file.toString()));
        int columns = sandbox.describe(first).size();
        return sandbox.first(first, row -> {
            String[] names = new String[columns];
            Arrays.setAll(names, column -> row.text(column) == null ? "" : row.requiredText(column));
            return List.of(names);
        }).orElse(List.of());
    }
}
