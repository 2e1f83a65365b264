package io.manymodels.scoring.prediction;

import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.scoring.parquet.ParquetColumn;
import io.manymodels.scoring.parquet.RepeatedVector;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The prediction rows of a task, column by column, partition by partition: what differs from row to row is added to {@link #column},
 * then {@link #endKey} says what is the same for all of them. Not thread-safe.
 */
public final class PredictionBatch {

    private final Publication publication;
    private final List<ColumnVector> ofRows;
    private final List<RepeatedVector> ofKeys;
    private final RepeatedVector sequences = new RepeatedVector(PredictionTables.SEQUENCE, ColumnKind.INTEGER);

    public PredictionBatch(Publication publication) {
        this.publication = publication;
        this.ofRows = publication.schema().ofRows().stream()
                .map(column -> new ColumnVector(column.shown(), column.kind())).toList();
        this.ofKeys = publication.schema().ofKeys().stream()
                .map(column -> new RepeatedVector(column.shown(), column.kind())).toList();
    }

    /** Rows of the partitions that were ended. */
    public int size() {
        return sequences.size();
    }

    /** The column of this name in the tables, to which one value a row is added. */
    public ColumnVector column(String name) {
        int place = publication.schema().ofRows().stream().map(PredictionColumn::name).toList().indexOf(name);
        if (place < 0) {
            throw new IllegalArgumentException("Rows of predictions have no column [%s]".formatted(name));
        }
        return ofRows.get(place);
    }

    /**
     * Ends the rows of a partition.
     *
     * @param sequence of the partition in its snapshot
     * @param rows that were added to each column, at least one
     * @param values of the columns that are the same for all rows of a key, in the schema's order: {@link Long}, {@link Double},
     *     {@link Boolean} or {@link String}
     */
    public void endKey(int sequence, int rows, List<Object> values) {
        for (int i = 0; i < ofKeys.size(); i++) {
            addKeyValue(ofKeys.get(i).values(), values.get(i));
            ofKeys.get(i).repeat(rows);
        }
        sequences.values().addLong(sequence);
        sequences.repeat(rows);
    }

    /** Drops the rows of a partition that was not ended, whole or half written. */
    public void dropOpen() {
        ofRows.forEach(column -> column.truncate(size()));
    }

    List<ColumnVector> ofRows() {
        return ofRows;
    }

    List<RepeatedVector> ofKeys() {
        return ofKeys;
    }

    /** Partitions that were ended. */
    int keys() {
        return sequences.values().size();
    }

    /** The sequence of a partition, by its place in the batch. */
    int sequence(int key) {
        return (int) sequences.values().longAt(key);
    }

    /** The row of the batch before which a partition begins. */
    int begin(int key) {
        return key == 0 ? 0 : sequences.end(key - 1);
    }

    /** The row of the batch before which a partition ends. */
    int end(int key) {
        return sequences.end(key);
    }

    /** All columns that the Parquet part holds, in the schema's order. */
    public List<ParquetColumn> columns() {
        List<ParquetColumn> columns = new ArrayList<>();
        for (PredictionColumn column : publication.schema().columns()) {
            columns.add(switch (column.role()) {
                case TIME, ID, ANSWER -> column(column.name());
                case KEY, MODEL -> ofKeys.get(publication.schema().ofKeys().indexOf(column));
                case CONSTANT -> constant(column);
            });
        }
        return columns;
    }

    private RepeatedVector constant(PredictionColumn column) {
        RepeatedVector vector = new RepeatedVector(column.shown(), column.kind());
        switch (column.name()) {
            case PredictionSchema.RELEASE -> vector.values().addLong(publication.release());
            case PredictionSchema.RUN_ID -> vector.values().addText(publication.run().toString());
            case PredictionSchema.SCORED_AT ->
                vector.values().addLong(ChronoUnit.MICROS.between(Instant.EPOCH, publication.scoredAt()));
            default -> throw new IllegalStateException("[%s] is no constant".formatted(column.name()));
        }
        vector.repeat(size());
        return vector;
    }

    /** Appends a value of a key: {@link Long}, {@link Double}, {@link Boolean} or {@link String}. */
    public static void addKeyValue(ColumnVector vector, Object value) {
        switch (vector.kind()) {
            case INTEGER -> vector.addLong(((Number) value).longValue());
            case DOUBLE -> vector.addDouble(((Number) value).doubleValue());
            case BOOLEAN -> vector.addBoolean((Boolean) value);
            case TEXT, JSON -> vector.addText(value.toString());
            case DATE -> vector.addLong(LocalDate.parse(value.toString()).toEpochDay());
            case TIMESTAMP -> vector.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, instant(value.toString())));
        }
    }

    private static Instant instant(String text) {
        return Instant.parse(text.endsWith("Z") ? text : text + (text.length() == 16 ? ":00Z" : "Z"));
    }
}
