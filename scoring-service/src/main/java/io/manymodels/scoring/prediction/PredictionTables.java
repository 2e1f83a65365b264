package io.manymodels.scoring.prediction;

import io.manymodels.scoring.copy.BlockCopy;
import io.manymodels.scoring.copy.BlockForm;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.sql.SqlIdentifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of a run, in schema {@code predictions}. Rows lie in blocks of arrays, which a view takes apart; what is the same for all
 * rows of a key stands once, in a table beside them. Rows that are too wide for blocks, and those of runs that an older build planned,
 * lie in a table one by one, where the view is otherwise; before that runs had one table.
 */
final class PredictionTables {

    static final String SCHEMA = "predictions";
    /** The place of a row among all: that of its partition, in the upper half, and its own in the partition's answer. */
    static final String ROW_ID = "row_id";
    /** The partition's place in its snapshot, in both tables. */
    static final String SEQUENCE = "row_sequence";
    /** The row's place in the partition's answer, from 0; of a block that of its first row. */
    static final String PLACE = "row_place";
    /** How many rows a key has, or a block. */
    static final String COUNT = "row_count";
    /** The first time of a block, and how far its times are from each other, where that says them all. */
    private static final String FIRST_TIME = "row_first_time";
    private static final String STRIDE = "row_stride";
    /** Names that no column of a family has here. */
    static final List<String> OWN = List.of(ROW_ID, SEQUENCE, PLACE, COUNT, FIRST_TIME, STRIDE,
            PredictionSchema.ACTUAL);
    /** Behind the name of a column that may be a line: what tells it. */
    private static final List<String> OF_LINES = List.of("_slope", "_offset", "_step", "_steps");

    private static final Set<ColumnKind> ALIGNED_TO_EIGHT = EnumSet.of(ColumnKind.DOUBLE, ColumnKind.INTEGER,
            ColumnKind.TIMESTAMP);
    private static final Set<ColumnKind> TEXTS = EnumSet.of(ColumnKind.TEXT, ColumnKind.JSON);

    private PredictionTables() {}

    static String qualified(String table) {
        return SCHEMA + "." + SqlIdentifier.quote(table);
    }

    /** What a query reads all columns of a run from: its rows as {@code r}, and where they are apart its keys as {@code k}. */
    static String from(Publication publication) {
        String rows = qualified(publication.table()) + " r";
        return publication.schema().isSplit()
                ? "%s JOIN %s k USING (%s)".formatted(rows, qualified(publication.keyTable()), SEQUENCE)
                : rows;
    }

    /** What a query reads from what is the same for all rows of a key, by {@link #SEQUENCE}. */
    static String keys(Publication publication) {
        if (publication.schema().isSplit()) {
            return qualified(publication.keyTable());
        }
        String columns = Stream.concat(publication.schema().key().stream().map(PredictionColumn::name),
                Stream.of(PredictionSchema.RUNG, PredictionSchema.MODEL_VERSION)).map(SqlIdentifier::quote)
                .collect(Collectors.joining(", "));
        return "(SELECT DISTINCT (%s >> 32)::int AS %s, %s FROM %s)".formatted(ROW_ID, SEQUENCE, columns,
                qualified(publication.table()));
    }

    /** What creates the empty tables of a run, and the view of its blocks. */
    static String create(Publication publication) {
        List<PredictionColumn> ofRows = publication.schema().ofRows();
        List<String> keys = typed(publication.schema().ofKeys(), EnumSet.allOf(ColumnKind.class));
        keys.add(SEQUENCE + " int NOT NULL");
        keys.add(COUNT + " int NOT NULL");
        return (BlockCopy.isWorthwhile(ofRows.stream().map(PredictionColumn::kind).toList())
                ? createBlocks(publication, ofRows)
                : createRows(publication, ofRows)) + create(publication.keyTable(), keys, "");
    }

    private static String createRows(Publication publication, List<PredictionColumn> ofRows) {
        // Eight bytes, four, one, then texts: so nothing is lost between them.
        List<String> columns = typed(ofRows, ALIGNED_TO_EIGHT);
        columns.add(SEQUENCE + " int NOT NULL");
        columns.add(PLACE + " int NOT NULL");
        columns.addAll(typed(ofRows, EnumSet.of(ColumnKind.DATE)));
        columns.addAll(typed(ofRows, EnumSet.of(ColumnKind.BOOLEAN)));
        columns.addAll(typed(ofRows, TEXTS));
        return create(publication.table(), columns, "");
    }

    private static String createBlocks(Publication publication, List<PredictionColumn> ofRows) {
        String table = publication.blockTable();
        List<String> columns = new ArrayList<>(
                List.of(SEQUENCE + " int NOT NULL", PLACE + " int NOT NULL", COUNT + " int NOT NULL"));
        for (PredictionColumn column : ofRows) {
            columns.add("%s %s[]%s".formatted(SqlIdentifier.quote(column.name()), column.kind().sqlType(),
                    TEXTS.contains(column.kind()) ? "" : " STORAGE PLAIN"));
            switch (form(column, publication.schema())) {
                case ARRAY -> {
                    // That is all.
                }
                case STRIDE -> columns.addAll(List.of(FIRST_TIME + " " + column.kind().sqlType(), STRIDE + " int"));
                case LINE -> briefOf(column, publication.schema()).forEach(name -> columns.add(SqlIdentifier.quote(name)
                        + (name.endsWith("_steps") ? " bytea STORAGE PLAIN" : " double precision")));
            }
        }
        // A block fits into a page: nothing of it is to be compressed, or moved to where it is read more slowly. Statistics of arrays
        // would take ANALYZE longer than all else, and are of no use to what reads their values.
        // Its index grows along: built afterwards it would be the second reading of all blocks, which writes them again with what their
        // readers note in them.
        return create(table, columns, ", toast_tuple_target = 8160") + """
                ALTER TABLE %1$s %2$s;
                CREATE INDEX %6$s ON %1$s (row_sequence);
                CREATE VIEW %3$s AS SELECT b.row_sequence, r.row_place, %4$s
                FROM %1$s b LEFT JOIN LATERAL (
                    SELECT place AS row_place, %5$s FROM generate_series(b.row_place, b.row_place + b.row_count - 1) place
                ) r ON true;
                """.formatted(qualified(table),
                ofRows.stream()
                        .flatMap(column -> Stream.concat(Stream.of(column.name()),
                                briefOf(column, publication.schema()).stream()))
                        .map(name -> "ALTER %s SET STATISTICS 0".formatted(SqlIdentifier.quote(name)))
                        .collect(Collectors.joining(", ")),
                qualified(publication.table()), list(ofRows, column -> "r." + SqlIdentifier.quote(column.name())),
                list(ofRows, column -> ofBlock(column, form(column, publication.schema()))),
                SqlIdentifier.quote(table + "_row"));
    }

    /** How a column may lie in blocks. */
    static BlockForm form(PredictionColumn column, PredictionSchema schema) {
        boolean counted = column.kind() == ColumnKind.DATE || column.kind() == ColumnKind.INTEGER;
        if (column.role() == PredictionColumn.Role.TIME && counted) {
            return BlockForm.STRIDE;
        }
        return schema.isBound(column) ? BlockForm.LINE : BlockForm.ARRAY;
    }

    /** The columns of blocks that tell a column where it is no array, behind which they stand. */
    static List<String> briefOf(PredictionColumn column, PredictionSchema schema) {
        return switch (form(column, schema)) {
            case ARRAY -> List.of();
            case STRIDE -> List.of(FIRST_TIME, STRIDE);
            case LINE -> ofLine(column.name());
        };
    }

    /** What tells a column that may be a line. */
    static List<String> ofLine(String column) {
        return OF_LINES.stream().map(column::concat).toList();
    }

    /**
     * A value of a row of the view. What is on the far side of an outer join, and not NULL for sure where its row is, PostgreSQL works
     * out where it makes the row: else it carries whole arrays with each row through sorts and hash tables.
     */
    private static String ofBlock(PredictionColumn column, BlockForm form) {
        String name = SqlIdentifier.quote(column.name());
        if (column.kind() == ColumnKind.BOOLEAN) {
            return "CASE WHEN b.%1$s IS NULL THEN false ELSE b.%1$s[place] END AS %1$s".formatted(name);
        }
        return switch (form) {
            case ARRAY -> "coalesce(b.%1$s[place], NULL) AS %1$s".formatted(name);
            case STRIDE ->
                // Days fit into 32 bits, and are added as such.
                "CASE WHEN b.%1$s IS NULL THEN b.%2$s + (place - b.row_place)%4$s * b.%3$s ELSE b.%1$s[place] END AS %1$s"
                        .formatted(name, FIRST_TIME, STRIDE, column.kind() == ColumnKind.DATE ? "" : "::bigint");
            case LINE -> """
                    CASE WHEN b.%2$s IS NULL THEN b.%1$s[place]
                         ELSE b.prediction[place] * b.%3$s + b.%4$s + get_byte(b.%2$s, place - b.row_place) * b.%5$s END AS %1$s
                    """.formatted(name, SqlIdentifier.quote(column.name() + "_steps"),
                    SqlIdentifier.quote(column.name() + "_slope"), SqlIdentifier.quote(column.name() + "_offset"),
                    SqlIdentifier.quote(column.name() + "_step"));
        };
    }

    private static String list(List<PredictionColumn> columns, Function<PredictionColumn, String> text) {
        return columns.stream().map(text).collect(Collectors.joining(", "));
    }

    private static String create(String table, List<String> columns, String options) {
        // Written once, analysed when they are complete, dropped two nights later: to vacuum them is to write all of them again.
        return "CREATE TABLE %s (%s) WITH (autovacuum_enabled = false%s);\n"
                .formatted(qualified(table), String.join(", ", columns), options);
    }

    private static List<String> typed(List<PredictionColumn> columns, Set<ColumnKind> kinds) {
        return columns.stream().filter(column -> kinds.contains(column.kind()))
                .map(column -> SqlIdentifier.quote(column.name()) + " " + column.kind().sqlType())
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
