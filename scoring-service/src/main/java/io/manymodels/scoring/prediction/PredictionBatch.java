package io.manymodels.scoring.prediction;

import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The prediction rows of a task, column by column. Not thread-safe. */
public final class PredictionBatch {

    static final String ROW_ID = "row_id";

    private final Publication publication;
    private final ColumnVector rowIds = new ColumnVector(ROW_ID, ColumnKind.INTEGER);
    private final List<ColumnVector> stored;

    public PredictionBatch(Publication publication) {
        this.publication = publication;
        this.stored = publication.schema().stored().stream()
                .map(column -> new ColumnVector(column.name(), column.kind())).toList();
    }

    public int size() {
        return rowIds.size();
    }

    /**
     * Appends the identity of a row; the caller appends one value to each other stored column.
     *
     * @param sequence of the partition in its snapshot
     * @param row place of the row in the partition's answer, from 0
     */
    public void addRowId(int sequence, int row) {
        rowIds.addLong((long) sequence << 32 | row);
    }

    /** Drops all rows behind the first ones, whole or half written. */
    public void truncate(int rows) {
        rowIds.truncate(rows);
        stored.forEach(column -> column.truncate(rows));
    }

    /** The stored column of this name. */
    public ColumnVector column(String name) {
        return stored.stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("Predictions have no stored column [%s]".formatted(name)));
    }

    /** The stored columns, in the schema's order. */
    List<ColumnVector> stored() {
        return stored;
    }

    ColumnVector rowIds() {
        return rowIds;
    }

    /** All columns that the Parquet part holds, the run's constants included. */
    List<ColumnVector> withConstants() {
        List<ColumnVector> columns = new ArrayList<>(stored);
        for (PredictionColumn column : publication.schema().columns()) {
            if (column.role() == PredictionColumn.Role.CONSTANT) {
                columns.add(constant(column));
            }
        }
        return columns;
    }

    private ColumnVector constant(PredictionColumn column) {
        ColumnVector vector = new ColumnVector(column.name(), column.kind());
        String run = publication.run().toString();
        long scoredAt = ChronoUnit.MICROS.between(Instant.EPOCH, publication.scoredAt());
        for (int row = 0; row < size(); row++) {
            switch (column.name()) {
                case PredictionSchema.RELEASE -> vector.addLong(publication.release());
                case PredictionSchema.RUN_ID -> vector.addText(run);
                case PredictionSchema.SCORED_AT -> vector.addLong(scoredAt);
                default -> throw new IllegalStateException("[%s] is no constant".formatted(column.name()));
            }
        }
        return vector;
    }

    /** Appends a value of a key: {@link Long}, {@link Double}, {@link Boolean} or {@link String}. */
    public static void addKeyValue(ColumnVector vector, Object value) {
        switch (vector.kind()) {
            case INTEGER -> vector.addLong(((Number) value).longValue());
            case DOUBLE -> vector.addDouble(((Number) value).doubleValue());
            case BOOLEAN -> vector.addBoolean((Boolean) value);
            case TEXT -> vector.addText(value.toString());
            case DATE -> vector.addLong(LocalDate.parse(value.toString()).toEpochDay());
            case TIMESTAMP -> vector.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, instant(value.toString())));
        }
    }

    private static Instant instant(String text) {
        return Instant.parse(text.endsWith("Z") ? text : text + (text.length() == 16 ? ":00Z" : "Z"));
    }
}
