package io.manymodels.ingestion.source;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;
import static io.manymodels.ingestion.sandbox.SqlText.literal;

import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.ingestion.sandbox.SqlText;
import io.manymodels.ingestion.source.CreatedTable.TypedColumn;
import io.manymodels.problem.ManyModelsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Files of comma-separated values with a header line. Types are decided from the first {@value #SAMPLE_ROWS} rows, and
 * the file is then read once by them; only when a value does not fit are all rows looked at first, and values that do not
 * fit the type of nearly all others read as missing.
 *
 * @param root below which the path of a file is its name
 * @param folder where files of another encoding are written anew
 */
record CsvTable(String name, String location, Path root, List<Path> inputs, Path folder) implements SourceTable {

    private static final int SAMPLE_ROWS = 20_480;
    private static final int MOST_REJECTS = 10_000;
    private static final List<String> MISSING = List.of("", "NA", "N/A", "NaN", "nan", "NULL", "null");

    @Override
    public CreatedTable create(Sandbox sandbox, SourceHints hints, boolean strict) {
        if (!strict) {
            // An umlaut far below may be all that is wrong, and DuckDB would leave its line out.
            List<Path> readable = Utf8Files.whole(inputs, folder);
            return new CsvTable(name, location, root, readable, folder).read(sandbox, hints, false);
        }
        return read(sandbox, hints, true);
    }

    private CreatedTable read(Sandbox sandbox, SourceHints hints, boolean strict) {
        try {
            String raw = name + "_as_text";
            // DuckDB keeps the lines that it cannot read only when there is one file; else such a line fails the reading.
            String rejects = inputs.size() == 1 ? name + "_rejects" : "";
            sandbox.execute("CREATE OR REPLACE VIEW %s AS SELECT * FROM %s".formatted(identifier(raw),
                    reader(hints, ", all_varchar = true" + (rejects.isEmpty() ? "" : keeping(rejects)))));
            List<String> columns = sandbox.describe("SELECT * FROM " + identifier(raw)).stream()
                    .map(SandboxColumn::name)
                    .filter(column -> !(namesFiles(hints) && column.equals(Sources.FILE))).toList();
            if (strict) {
                List<TextColumn> sampled = sampled(sandbox, raw, columns, hints);
                if (sampled.stream().allMatch(TextColumn::fitsAll) && exact(sandbox, sampled, hints)) {
                    return CreatedTable.exact(name, remarks(sampled));
                }
            }
            return tolerant(sandbox, raw, rejects,
                    TextColumns.find(sandbox, "SELECT * FROM " + identifier(raw), columns, hints), hints);
        } catch (ManyModelsException e) {
            throw TypedFileTable.unreadable(location, e);
        }
    }

    private static List<String> remarks(List<TextColumn> columns) {
        return columns.stream().map(TextColumn::remark).filter(Objects::nonNull).toList();
    }

    private static String keeping(String rejects) {
        return ", ignore_errors = true, store_rejects = true, rejects_table = %s, rejects_scan = %s, rejects_limit = %d"
                .formatted(literal(rejects), literal(rejects + "_scans"), MOST_REJECTS);
    }

    private String reader(SourceHints hints, String options) {
        String missing = MISSING.stream().map(SqlText::literal).collect(Collectors.joining(", "));
        String read = "read_csv([%s], header = true, nullstr = [%s], union_by_name = %s%s)".formatted(
                TypedFileTable.paths(inputs), missing, inputs.size() > 1, options);
        return namesFiles(hints)
                ? "(SELECT *, %s FROM %s)".formatted(TypedFileTable.fileName(roots()), read)
                : read;
    }

    private List<Path> roots() {
        Path copies = Utf8Files.copies(folder);
        return List.of(copies.resolve(root.getRoot().relativize(root)), root);
    }

    private List<TextColumn> sampled(Sandbox sandbox, String raw, List<String> columns, SourceHints hints) {
        String sampleTable = name + "_sample";
        sandbox.execute("CREATE OR REPLACE TEMP TABLE %s AS SELECT * FROM %s LIMIT %d".formatted(
                identifier(sampleTable), identifier(raw), SAMPLE_ROWS));
        List<TextColumn> counted = TextColumns.find(sandbox, "SELECT * FROM " + identifier(sampleTable), columns,
                hints);
        boolean whole = sandbox.first("SELECT count(*) FROM " + identifier(sampleTable), row -> row.integer(0))
                .orElse(0L) < SAMPLE_ROWS;
        sandbox.execute("DROP TABLE " + identifier(sampleTable));
        List<String> empty = counted.stream().filter(TextColumn::isEmpty).map(TextColumn::name).toList();
        if (whole || empty.isEmpty()) {
            return counted;
        }
        // A column without any value in the sample says nothing about its type.
        List<TextColumn> again = TextColumns.find(sandbox, "SELECT * FROM " + identifier(raw), empty, hints);
        return counted.stream().map(column -> column.isEmpty() ? again.get(empty.indexOf(column.name())) : column)
                .toList();
    }

    /**
     * Whether DuckDB, which looks at the first lines, agrees to read the files with these types. What it would round or
     * cut without a word is read as text first: 0.5 as a whole number, the offset of a timestamp.
     */
    private boolean exact(Sandbox sandbox, List<TextColumn> columns, SourceHints hints) {
        String types = columns.stream()
                .map(column -> literal(column.name()) + ": " + literal(isNative(column, hints)
                        ? column.reading().type()
                        : "VARCHAR"))
                .collect(Collectors.joining(", ", ", types = {", "}"));
        String select = columns.stream().filter(column -> !isNative(column, hints))
                .map(column -> exact(column) + " AS " + identifier(column.name())).collect(Collectors.joining(", "));
        try {
            sandbox.execute("CREATE OR REPLACE VIEW %s AS SELECT * %s FROM %s".formatted(identifier(name),
                    select.isEmpty() ? "" : "REPLACE (" + select + ")", reader(hints, types)));
            return true;
        } catch (ManyModelsException e) {
            return false;
        }
    }

    private static boolean isNative(TextColumn column, SourceHints hints) {
        return switch (column.reading().kind()) {
            case TEXT, NUMBER -> true;
            case DATE, BOOLEAN -> hints.reading(column.name()).isEmpty();
            case INTEGER, DECIMAL_COMMA, DECIMAL_POINT, TIMESTAMP, EXCEL_DATE, ISO_WEEK, QUARTER, EPOCH_SECONDS,
                    EPOCH_MILLISECONDS ->
                false;
        };
    }

    /** SQL that fails on a value that does not fit. */
    private static String exact(TextColumn column) {
        String value = identifier(column.name());
        return switch (column.reading().kind()) {
            // Written back it must be the same text: no 007, no 1e3, no 0.5.
            case INTEGER ->
                "CASE WHEN CAST(CAST(%1$s AS BIGINT) AS VARCHAR) = %1$s THEN CAST(%1$s AS BIGINT) WHEN %1$s IS NOT NULL THEN error('not a whole number') END"
                        .formatted(value);
            case TIMESTAMP -> column.reading().format() != null || column.reading().zone() != null
                    ? checked(column.reading(), value)
                    : "CASE WHEN %s THEN timezone('UTC', CAST(%s AS TIMESTAMPTZ)) ELSE CAST(%s AS TIMESTAMP) END"
                            .formatted(TextReading.hasOffset(value), value, value);
            case TEXT, NUMBER, DECIMAL_COMMA, DECIMAL_POINT, BOOLEAN, DATE, EXCEL_DATE, ISO_WEEK, QUARTER,
                    EPOCH_SECONDS, EPOCH_MILLISECONDS ->
                checked(column.reading(), value);
        };
    }

    private static String checked(TextReading reading, String value) {
        return "CASE WHEN %s IS NOT NULL THEN coalesce(%s, error('not of its type')) END".formatted(value,
                reading.value(value));
    }

    private CreatedTable tolerant(Sandbox sandbox, String raw, String rejects, List<TextColumn> columns,
            SourceHints hints) {
        List<TypedColumn> typed = new ArrayList<>();
        for (TextColumn column : columns) {
            if (!column.reading().isText()) {
                boolean keepsKeys = hints.isKey(column.name()) && hints.reading(column.name()).isEmpty();
                typed.add(new TypedColumn(column.name(), column.reading(), keepsKeys));
            }
        }
        String values = typed.stream().map(column -> column.value() + " AS " + identifier(column.name()))
                .collect(Collectors.joining(", "));
        sandbox.execute("CREATE OR REPLACE VIEW %s AS SELECT %s FROM %s".formatted(identifier(name),
                values.isEmpty() ? "*" : "* REPLACE (" + values + ")", identifier(raw)));
        return new CreatedTable(name, false, raw, typed, rejects, remarks(columns));
    }
}
