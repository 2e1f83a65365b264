package io.manymodels.scoring.prediction;

import io.manymodels.rows.PartitionRows;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest actual values of a task's keys, for readers who want them beside the predictions. Not thread-safe. */
public final class Actuals {

    private final int latest;
    private final long until;
    private final ColumnVector sequences = new ColumnVector(PredictionTables.SEQUENCE, ColumnKind.INTEGER);
    private final List<ColumnVector> columns;

    /**
     * @param latest how many rows of a key, from 0
     * @param until time ordinal of the last that may be among them; null for no bound
     */
    public Actuals(PredictionSchema schema, int latest, @Nullable Long until) {
        this.latest = latest;
        this.until = until == null ? Long.MAX_VALUE : until;
        this.columns = schema.ofActuals().stream().map(column -> new ColumnVector(column.name(), column.kind()))
                .toList();
    }

    /** Adds the latest rows with a target of a key. */
    public void add(int sequence, PartitionRows rows) {
        int target = rows.schema().target();
        if (latest == 0 || columns.isEmpty() || target < 0 || !rows.hasTimes()) {
            return;
        }
        int first = rows.size();
        for (int found = 0; first > 0 && found < latest;) {
            first--;
            found += isActual(rows, target, first) ? 1 : 0;
        }
        ColumnVector actual = columns.getLast();
        for (int row = first; row < rows.size(); row++) {
            if (!isActual(rows, target, row)) {
                continue;
            }
            sequences.addLong(sequence);
            columns.getFirst().addLong(rows.time(row));
            if (actual.kind() == ColumnKind.TEXT) {
                actual.addText(rows.label(row));
            } else {
                actual.addDouble(rows.numbers(target)[row]);
            }
        }
    }

    private boolean isActual(PartitionRows rows, int target, int row) {
        return rows.time(row) <= until && !rows.isMissing(target, row);
    }

    /** Rows of all keys. */
    public int size() {
        return sequences.size();
    }

    /** The sequence of a row's partition. */
    int sequence(int row) {
        return (int) sequences.longAt(row);
    }

    /** Time and actual value; none without time. */
    List<ColumnVector> columns() {
        return columns;
    }
}
