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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Files of comma-separated values with a header line. Types are decided from the first {@value #SAMPLE_ROWS} rows, and
 * the file is then read once by them; only when a value does not fit are all rows looked at first, and values that do not
 * fit the type of nearly all others read as missing.
 */
record CsvTable(String name, String location, List<Path> inputs) implements SourceTable {

    private static final int SAMPLE_ROWS = 20_480;
    private static final int MOST_REJECTS = 10_000;
    private static final List<String> MISSING = List.of("", "NA", "N/A", "NaN", "nan", "NULL", "null");

    @Override
    public CreatedTable create(Sandbox sandbox, Set<String> keyColumns, boolean strict) {
        try {
            String raw = name + "_as_text";
            // DuckDB keeps the lines that it cannot read only when there is one file; else such a line fails the reading.
            String rejects = inputs.size() == 1 ? name + "_rejects" : "";
            sandbox.execute("CREATE OR REPLACE VIEW %s AS SELECT * FROM %s".formatted(identifier(raw),
                    reader(", all_varchar = true" + (rejects.isEmpty() ? "" : keeping(rejects)))));
            List<String> columns = sandbox.describe("SELECT * FROM " + identifier(raw)).stream()
                    .map(SandboxColumn::name).toList();
            if (strict) {
                List<CsvColumn> sampled = sampled(sandbox, raw, columns, keyColumns);
                if (sampled.stream().allMatch(CsvColumn::fitsAll) && exact(sandbox, sampled)) {
                    return CreatedTable.exact(name);
                }
            }
            return tolerant(sandbox, raw, rejects,
                    CsvColumn.count(sandbox, "SELECT * FROM " + identifier(raw), columns, keyColumns));
        } catch (ManyModelsException e) {
            throw TypedFileTable.unreadable(location, e);
        }
    }

    private static String keeping(String rejects) {
        return ", ignore_errors = true, store_rejects = true, rejects_table = %s, rejects_scan = %s, rejects_limit = %d"
                .formatted(literal(rejects), literal(rejects + "_scans"), MOST_REJECTS);
    }

    private String reader(String options) {
        String missing = MISSING.stream().map(SqlText::literal).collect(Collectors.joining(", "));
        return "read_csv([%s], header = true, nullstr = [%s], union_by_name = %s%s)".formatted(
                TypedFileTable.paths(inputs), missing, inputs.size() > 1, options);
    }

    private List<CsvColumn> sampled(Sandbox sandbox, String raw, List<String> columns,
            Set<String> keyColumns) {
        String sampleTable = name + "_sample";
        sandbox.execute("CREATE OR REPLACE TEMP TABLE %s AS SELECT * FROM %s LIMIT %d".formatted(
                identifier(sampleTable), identifier(raw), SAMPLE_ROWS));
        List<CsvColumn> counted = CsvColumn.count(sandbox, "SELECT * FROM " + identifier(sampleTable), columns,
                keyColumns);
        boolean whole = sandbox.first("SELECT count(*) FROM " + identifier(sampleTable), row -> row.integer(0))
                .orElse(0L) < SAMPLE_ROWS;
        sandbox.execute("DROP TABLE " + identifier(sampleTable));
        List<String> empty = counted.stream().filter(CsvColumn::isEmpty).map(CsvColumn::name).toList();
        if (whole || empty.isEmpty()) {
            return counted;
        }
        // A column without any value in the sample says nothing about its type.
        List<CsvColumn> again = CsvColumn.count(sandbox, "SELECT * FROM " + identifier(raw), empty, keyColumns);
        return counted.stream().map(column -> column.isEmpty() ? again.get(empty.indexOf(column.name())) : column)
                .toList();
    }

    /**
     * Whether DuckDB, which looks at the first lines, agrees to read the files with these types. Whole numbers are read as
     * text first, because DuckDB would silently round 0.5 to one.
     */
    private boolean exact(Sandbox sandbox, List<CsvColumn> columns) {
        String types = columns.stream().map(column -> literal(column.name()) + ": "
                + literal(column.isInteger() ? "VARCHAR" : column.type()))
                .collect(Collectors.joining(", ", ", types = {", "}"));
        String select = columns.stream().filter(CsvColumn::isInteger).map(column -> """
                CASE WHEN contains(%1$s, '.') OR contains(lower(%1$s), 'e') THEN error('not a whole number')
                     ELSE CAST(%1$s AS BIGINT) END AS %1$s""".formatted(identifier(column.name())))
                .collect(Collectors.joining(", "));
        try {
            sandbox.execute("CREATE OR REPLACE VIEW %s AS SELECT * %s FROM %s".formatted(identifier(name),
                    select.isEmpty() ? "" : "REPLACE (" + select + ")", reader(types)));
            return true;
        } catch (ManyModelsException e) {
            return false;
        }
    }

    private CreatedTable tolerant(Sandbox sandbox, String raw, String rejects, List<CsvColumn> columns) {
        String select = columns.stream().map(column -> column.isText()
                ? identifier(column.name())
                : "TRY_CAST(trim(%s) AS %s) AS %s".formatted(identifier(column.name()), column.type(),
                        identifier(column.name())))
                .collect(Collectors.joining(", "));
        sandbox.execute("CREATE OR REPLACE VIEW %s AS SELECT %s FROM %s".formatted(identifier(name), select,
                identifier(raw)));
        List<TypedColumn> typed = new ArrayList<>();
        columns.stream().filter(column -> !column.isText())
                .forEach(column -> typed.add(new TypedColumn(column.name(), column.type())));
        return new CreatedTable(name, false, raw, typed, rejects);
    }
}
