package io.manymodels.ingestion.source;

import io.manymodels.ingestion.sandbox.GivenNames;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.ingestion.sandbox.SandboxFailure;
import io.manymodels.ingestion.sandbox.SqlText;
import io.manymodels.problem.ManyModelsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Files that bring their types: Parquet, and JSON (an array, or one object a line).
 *
 * @param root below which the path of a file is its name
 * @param mostRows read from their beginning
 */
record TypedFileTable(String name, String location, Path root, List<Path> inputs, FileFormat format, long mostRows)
        implements
            SourceTable {

    /** The column in which a file's path is read: without a name of its own it is a column of the source that is called filename. */
    private static final String PATH = "many-models path";
    static final String PATH_OPTION = ", filename = " + SqlText.literal(PATH);

    @Override
    public CreatedTable create(Sandbox sandbox, SourceHints hints, boolean strict) {
        String function = format == FileFormat.PARQUET ? "read_parquet" : "read_json";
        String union = inputs.size() > 1 ? ", union_by_name = true" : "";
        try {
            List<SandboxColumn> columns = sandbox.describe("SELECT * FROM %s([%s]%s)".formatted(function,
                    paths(inputs), union));
            List<String> remarks = GivenNames.remarks(columns.stream().map(SandboxColumn::name).toList(), inputs,
                    file -> fields(sandbox, file));
            String options = format == FileFormat.PARQUET ? union : union + exactKeys(sandbox, hints, union, remarks);
            boolean named = namesFiles(hints);
            CreatedTable created = declared(sandbox, name, "SELECT %s FROM %s([%s]%s)%s".formatted(
                    named ? withFile(List.of(root)) : "*", function, paths(inputs),
                    options + (named ? PATH_OPTION : ""),
                    mostRows == ALL_ROWS ? "" : " LIMIT " + mostRows),
                    hints, remarks);
            // JSON has the types, and dates the format, that DuckDB finds in all files together.
            return format == FileFormat.PARQUET && !named && mostRows == ALL_ROWS
                    ? CreatedTable.exact(name, remarks, files -> declared(columns, parquet(files, columns), hints))
                    : created;
        } catch (ManyModelsException e) {
            throw unreadable(location, e);
        }
    }

    /** The fields that stand in a file. */
    private List<String> fields(Sandbox sandbox, Path file) {
        return sandbox.query((format == FileFormat.PARQUET
                ? "SELECT name FROM parquet_schema(%s)"
                : "SELECT DISTINCT unnest(json_keys(json)) FROM read_json_objects(%s)")
                .formatted(SqlText.literal(file.toString())),
                row -> row.requiredText(0));
    }

    /**
     * Keys of JSON are texts as they are written where numbers of more digits than a floating-point number holds, or numbers
     * and texts, are among them.
     */
    private String exactKeys(Sandbox sandbox, SourceHints hints, String union, List<String> givenNames) {
        String read = "read_json([%s]%s)".formatted(paths(inputs), union);
        List<SandboxColumn> columns = sandbox.describe("SELECT * FROM " + read);
        Set<String> texts = columns.stream().filter(column -> hints.isKey(column.name()) && switch (column.type()) {
            case "JSON", "HUGEINT", "UBIGINT" -> true;
            case "DOUBLE" -> sandbox.first("SELECT max(abs(%s)) > %d FROM %s".formatted(
                    SqlText.identifier(column.name()), 1L << 53, read), row -> row.flag(0)).orElse(false);
            default -> false;
        }).map(SandboxColumn::name).collect(Collectors.toSet());
        if (!texts.isEmpty() && !givenNames.isEmpty()) {
            // With declared types it looks for the given names in the file, and finds nothing.
            throw ManyModelsException.invalid("source-format", String.join("; ", givenNames));
        }
        return texts.isEmpty()
                ? ""
                : columns.stream().map(column -> "%s: %s".formatted(SqlText.literal(column.name()),
                        SqlText.literal(texts.contains(column.name()) ? "VARCHAR" : column.type())))
                        .collect(Collectors.joining(", ", ", columns = {", "}"));
    }

    /** A view of the relation in which the columns that the spec declares are read as it says, whatever type they bring. */
    static CreatedTable declared(Sandbox sandbox, String name, String relation, SourceHints hints,
            List<String> remarks) {
        sandbox.execute("CREATE OR REPLACE VIEW %s AS %s".formatted(SqlText.identifier(name),
                declared(sandbox.describe(relation), relation, hints)));
        return CreatedTable.exact(name, remarks, null);
    }

    /** Rows of some files, in the columns that all of them have together. */
    private static String parquet(List<Path> files, List<SandboxColumn> columns) {
        return columns.stream().map(column -> "CAST(%1$s AS %2$s) AS %1$s".formatted(
                SqlText.identifier(column.name()), column.type()))
                .collect(Collectors.joining(", ", "SELECT ", " FROM read_parquet([%s]%s)".formatted(paths(files),
                        files.size() > 1 ? ", union_by_name = true" : "")));
    }

    private static String declared(List<SandboxColumn> columns, String relation, SourceHints hints) {
        String replaced = columns.stream()
                .flatMap(column -> hints.reading(column.name()).stream()
                        .map(reading -> reading.value("CAST(%s AS VARCHAR)".formatted(
                                SqlText.identifier(column.name()))) + " AS " + SqlText.identifier(column.name())))
                .collect(Collectors.joining(", "));
        return "SELECT * %s FROM (%s)".formatted(replaced.isEmpty() ? "" : "REPLACE (" + replaced + ")", relation);
    }

    static String paths(List<Path> files) {
        return files.stream().map(path -> SqlText.literal(path.toString())).collect(Collectors.joining(", "));
    }

    /**
     * SQL for all columns of what is read with {@link #PATH_OPTION}, the path with the name of the row's file in its place: its path
     * below the root, which copies have below another one.
     */
    static String withFile(List<Path> roots) {
        String path = SqlText.identifier(PATH);
        String below = roots.stream()
                .map(root -> "WHEN starts_with(%1$s, %2$s) THEN substr(%1$s, length(%2$s) + 1)"
                        .formatted(path, SqlText.literal(root + "/")))
                .collect(Collectors.joining(" "));
        return "* EXCLUDE (%1$s), regexp_replace(CASE %2$s ELSE parse_filename(%1$s) END, '[.]gz[.]csv$', '.gz') AS %3$s"
                .formatted(path, below, SqlText.identifier(Sources.FILE));
    }

    /** What the sandbox said about a file, unless it has nothing to do with the file. */
    static ManyModelsException unreadable(String location, ManyModelsException e) {
        if (SandboxFailure.STOPPED.is(e) || SandboxFailure.MEMORY.is(e)) {
            return e;
        }
        return new ManyModelsException(ManyModelsException.Kind.INVALID, "source-unreadable",
                "[%s] cannot be read: %s. Maybe the file is damaged, or its name does not tell its format".formatted(
                        location, e.getMessage()),
                e);
    }
}
