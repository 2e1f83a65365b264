package io.manymodels.scoring.prediction;

import io.manymodels.sql.SqlIdentifier;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of a run, in schema {@code predictions}. Rows are narrow: what is the same for all rows of a key stands once, in a table
 * beside them. Runs of older builds have one table.
 */
final class PredictionTables {

    static final String SCHEMA = "predictions";
    /** The place of a row among all: that of its partition, in the upper half, and its own in the partition's answer. */
    static final String ROW_ID = "row_id";
    /** The partition's place in its snapshot, in both tables. */
    static final String SEQUENCE = "row_sequence";
    /** The row's place in the partition's answer, from 0. */
    static final String PLACE = "row_place";
    /** How many rows a key has. */
    static final String COUNT = "row_count";
    /** Names that no column of a family has here. */
    static final List<String> OWN = List.of(ROW_ID, SEQUENCE, PLACE, COUNT, PredictionSchema.ACTUAL);

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
}
