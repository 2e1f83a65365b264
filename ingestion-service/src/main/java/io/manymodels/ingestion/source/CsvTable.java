package io.manymodels.ingestion.source;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;
import static io.manymodels.ingestion.sandbox.SqlText.literal;

import io.manymodels.family.DeclaredType.Kind;
import io.manymodels.ingestion.plain.PlainColumn;
import io.manymodels.ingestion.plain.PlainCsv;
import io.manymodels.ingestion.sandbox.GivenNames;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.ingestion.sandbox.SqlText;
import io.manymodels.ingestion.source.CreatedTable.TypedColumn;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of comma-separated values with a header line. Types are decided from the first {@value #BEGINNING_ROWS} rows, and
 * the file is then read once by them; only when a value does not fit are all rows looked at first, and values that do not
 * fit the type of nearly all others read as missing.
 *
 * @param root below which the path of a file is its name
 * @param folder where files of another encoding are written anew
 */
record CsvTable(String name, String location, Path root, List<Path> inputs, Path folder) implements SourceTable {

    private static final int MOST_REJECTS = 10_000;
    static final String WORDS = PlainCsv.MISSING.stream().map(SqlText::literal).collect(Collectors.joining(", "));

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
            // DuckDB keeps the lines that it cannot read only when there is one file; else such a line fails the reading.
            String rejects = inputs.size() == 1 ? name + "_rejects" : "";
            String written = reader(inputs, hints,
                    ", all_varchar = true" + (rejects.isEmpty() ? "" : keeping(rejects)));
            // Each plan over a CSV file looks into it first, which costs more than to read a small one.
            String sample = name + "_sample";
            if (strict) {
                sandbox.execute("CREATE OR REPLACE TEMP TABLE %s AS SELECT * FROM %s LIMIT %d".formatted(
                        identifier(sample), written, BEGINNING_ROWS));
            }
            List<String> columns = (strict ? sandbox.columns(sample) : sandbox.describe("SELECT * FROM " + written))
                    .stream()
                    .map(SandboxColumn::name)
                    .filter(column -> !(namesFiles(hints) && column.equals(Sources.FILE))).toList();
            List<String> words = columns.stream().filter(column -> !isLiteral(column, hints)).toList();
            String texts = missing(words, written);
            List<String> remarks = GivenNames.remarks(columns, inputs, file -> GivenNames.ofText(sandbox, file));
            if (strict) {
                List<TextColumn> beginning = TextColumns.find(sandbox, missing(words, identifier(sample)), columns,
                        hints);
                List<TextColumn> sampled = sampled(sandbox, texts, identifier(sample), beginning, hints);
                Set<String> holed = holed(sandbox, words, identifier(sample));
                sandbox.execute("DROP TABLE " + identifier(sample));
                Function<List<Path>, String> rows = exact(sampled, hints, holed);
                if (sampled.stream().allMatch(TextColumn::fitsAll) && isReadable(sandbox, rows.apply(inputs))) {
                    return CreatedTable.exact(name, remarks(remarks, sampled),
                            areTold(beginning, sampled) && !namesFiles(hints) ? rows : null)
                            .with(plain(sampled, hints, holed));
                }
            }
            String raw = name + "_as_text";
            sandbox.execute("CREATE OR REPLACE VIEW %s AS %s".formatted(identifier(raw), texts));
            return tolerant(sandbox, raw, rejects, TextColumns.find(sandbox, texts, columns, hints), hints, remarks);
        } catch (ManyModelsException e) {
            throw TypedFileTable.unreadable(location, e);
        }
    }

    /** NA is Namibia where it is a key: only what is empty is missing there, and where the spec wants texts as written. */
    private static boolean isLiteral(String column, SourceHints hints) {
        return hints.reading(column).map(TextReading::isText).orElse(hints.isKey(column));
    }

    /** The relation with NULL for the words of {@link #WORDS} in these columns. */
    private static String missing(List<String> columns, String relation) {
        String values = columns.stream().map(
                column -> "CASE WHEN %2$s THEN %1$s END AS %1$s".formatted(identifier(column), isNoWord(column)))
                .collect(Collectors.joining(", "));
        return "SELECT *%s FROM %s".formatted(values.isEmpty() ? "" : " REPLACE (" + values + ")", relation);
    }

    /** SQL for whether a text is none of {@link #WORDS}. DuckDB makes a join of NOT IN, which loses the order of the rows. */
    private static String isNoWord(String column) {
        return PlainCsv.MISSING.stream().map(word -> identifier(column) + " <> " + literal(word))
                .collect(Collectors.joining(" AND ", "(", ")"));
    }

    /** Columns in whose beginning such a word stands: no number and no date, so that DuckDB cannot read them as they are. */
    private static Set<String> holed(Sandbox sandbox, List<String> columns, String sample) {
        if (columns.isEmpty()) {
            return Set.of();
        }
        String counts = columns.stream().map(column -> "count_if(%s IN (%s))".formatted(identifier(column), WORDS))
                .collect(Collectors.joining(", "));
        return sandbox.first("SELECT %s FROM %s".formatted(counts, sample),
                row -> IntStream.range(0, columns.size()).filter(i -> row.integer(i) > 0).mapToObj(columns::get)
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private static List<String> remarks(List<String> names, List<TextColumn> columns) {
        return Stream.concat(names.stream(), columns.stream().map(TextColumn::remark).filter(Objects::nonNull))
                .toList();
    }

    private static String keeping(String rejects) {
        return ", ignore_errors = true, store_rejects = true, rejects_table = %s, rejects_scan = %s, rejects_limit = %d"
                .formatted(literal(rejects), literal(rejects + "_scans"), MOST_REJECTS);
    }

    private String reader(List<Path> files, SourceHints hints, String options) {
        boolean named = namesFiles(hints);
        String read = "read_csv([%s], header = true, quote = '\"', nullstr = [''], union_by_name = %s%s%s)".formatted(
                TypedFileTable.paths(files), files.size() > 1, options, named ? TypedFileTable.PATH_OPTION : "");
        return named ? "(SELECT %s FROM %s)".formatted(TypedFileTable.withFile(roots()), read) : read;
    }

    private List<Path> roots() {
        Path copies = Utf8Files.copies(folder);
        return List.of(copies.resolve(root.getRoot().relativize(root)), root);
    }

    private static List<TextColumn> sampled(Sandbox sandbox, String texts, String sample, List<TextColumn> counted,
            SourceHints hints) {
        boolean whole = sandbox.first("SELECT count(*) FROM " + sample, row -> row.integer(0))
                .orElse(0L) < BEGINNING_ROWS;
        List<String> empty = counted.stream().filter(TextColumn::isEmpty).map(TextColumn::name).toList();
        if (whole || empty.isEmpty()) {
            return counted;
        }
        // A column without any value in the sample says nothing about its type.
        List<TextColumn> again = TextColumns.find(sandbox, texts, empty, hints);
        return counted.stream().map(column -> column.isEmpty() ? again.get(empty.indexOf(column.name())) : column)
                .toList();
    }

    /** Whether the beginning, or types that all values fit, tell how to read: a text depends on how many of all rows are none. */
    private static boolean areTold(List<TextColumn> beginning, List<TextColumn> columns) {
        return IntStream.range(0, columns.size()).allMatch(i -> !beginning.get(i).isEmpty() || columns.get(i).isEmpty()
                || !columns.get(i).reading().isText());
    }

    /**
     * SQL that reads files with these types. What DuckDB would round or cut without a word is read as text first: 0.5 as a
     * whole number, the offset of a timestamp.
     */
    private Function<List<Path>, String> exact(List<TextColumn> columns, SourceHints hints, Set<String> holed) {
        Predicate<TextColumn> typed = column -> isNative(column, hints) && !holed.contains(column.name());
        String types = columns.stream()
                .map(column -> literal(column.name()) + ": "
                        + literal(typed.test(column) ? column.reading().type() : "VARCHAR"))
                .collect(Collectors.joining(", ", ", types = {", "}"));
        List<String> words = columns.stream()
                .filter(column -> !isLiteral(column.name(), hints) && column.reading().kind() != Kind.INTEGER
                        && (column.reading().isText() || !typed.test(column)))
                .map(TextColumn::name).toList();
        String select = columns.stream().filter(column -> !column.reading().isText() && !typed.test(column))
                .map(column -> exact(column, isLiteral(column.name(), hints)) + " AS " + identifier(column.name()))
                .collect(Collectors.joining(", "));
        return files -> "SELECT * %s FROM (%s)".formatted(select.isEmpty() ? "" : "REPLACE (" + select + ")",
                missing(words, reader(files, hints, types)));
    }

    /** The file as {@link #exact} reads it; null where that is more than one file, or reads more than plain values. */
    private @Nullable PlainCsv plain(List<TextColumn> columns, SourceHints hints, Set<String> holed) {
        List<PlainColumn> plain = new ArrayList<>();
        for (TextColumn column : columns) {
            boolean typed = isNative(column, hints) && !holed.contains(column.name());
            ColumnType type = switch (column.reading().kind()) {
                case TEXT -> ColumnType.TEXT;
                case INTEGER -> ColumnType.INTEGER;
                case NUMBER -> ColumnType.DOUBLE;
                case DATE -> column.reading().format() == null ? ColumnType.DATE : null;
                case DECIMAL_COMMA, DECIMAL_POINT, BOOLEAN, TIMESTAMP, EXCEL_DATE, ISO_WEEK, QUARTER, EPOCH_SECONDS,
                        EPOCH_MILLISECONDS ->
                    null;
            };
            if (type == null) {
                return null;
            }
            boolean words = !isLiteral(column.name(), hints)
                    && (type == ColumnType.TEXT || type == ColumnType.INTEGER || !typed);
            plain.add(new PlainColumn(column.name(), type, words));
        }
        return inputs.size() == 1 && !namesFiles(hints) ? new PlainCsv(inputs.getFirst(), plain) : null;
    }

    /** Whether DuckDB, which looks at the first lines, agrees to read the files so. */
    private boolean isReadable(Sandbox sandbox, String rows) {
        try {
            sandbox.execute("CREATE OR REPLACE VIEW %s AS %s".formatted(identifier(name), rows));
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

    /**
     * SQL that fails on a value that does not fit.
     *
     * @param literal whether {@link #WORDS} do not fit; elsewhere they are missing values
     */
    private static String exact(TextColumn column, boolean literal) {
        String value = identifier(column.name());
        return switch (column.reading().kind()) {
            // Written back it must be the same text: no 007, no 1e3, no 0.5.
            case INTEGER ->
                "CASE WHEN CAST(TRY_CAST(%1$s AS BIGINT) AS VARCHAR) = %1$s THEN TRY_CAST(%1$s AS BIGINT) WHEN %2$s THEN error('not a whole number: ' || %1$s) END"
                        .formatted(value, literal
                                ? value + " IS NOT NULL"
                                : isNoWord(column.name()));
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
            SourceHints hints, List<String> remarks) {
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
        return new CreatedTable(name, false, raw, typed, rejects, remarks(remarks, columns), null, null);
    }
}
