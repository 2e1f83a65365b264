package io.manymodels.training.backtest;

import io.manymodels.key.PartitionKey;
import io.manymodels.model.Predictions;
import io.manymodels.sql.BulkCopy;
import io.manymodels.sql.SqlIdentifier;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Copies predictions into the table of a backtest, in bulk and within the transaction that is under way. */
@Repository
class BacktestRowsRepository {

    private static final LocalDateTime EPOCH = LocalDate.EPOCH.atStartOfDay();

    private final DataSource dataSource;

    BacktestRowsRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @param parts those of a partition one after the other, which is the order of its rows */
    void insert(UUID run, BacktestLayout layout, List<PredictedRows> parts) {
        String[] columns = Stream
                .concat(Stream.of("row_id"),
                        layout.columns().stream().map(column -> SqlIdentifier.fitting(column.name())))
                .toArray(String[]::new);
        int sequence = -1;
        int row = 0;
        try (BulkCopy copy = BulkCopy.into(dataSource, "training." + SqlName.table(run), columns)) {
            for (PredictedRows part : parts) {
                row = part.sequence() == sequence ? row : 0;
                sequence = part.sequence();
                write(copy, layout, part, row);
                row += part.size();
            }
            copy.finish();
        }
    }

    private static void write(BulkCopy copy, BacktestLayout layout, PredictedRows part, int firstRow) {
        @Nullable
        Predictions predictions = part.predictions();
        List<Object> key = PartitionKey.parse(part.key()).values();
        int[] labels = predictions == null
                ? new int[0]
                : layout.labels().stream().mapToInt(predictions.labels()::indexOf).toArray();
        for (int i = 0; i < part.size(); i++) {
            copy.row().int8((long) part.sequence() << Integer.SIZE | firstRow + i);
            for (int k = 0; k < layout.keys().size(); k++) {
                value(copy, layout.keys().get(k).type(), key.get(k));
            }
            if (layout.time() >= 0) {
                ordinal(copy, layout.columns().get(layout.time()).type(), part.times()[i]);
            }
            for (int id = 0; id < layout.ids().size(); id++) {
                id(copy, layout.ids().get(id).type(), part.ids().get(id)[i]);
            }
            ordinal(copy, layout.cutoff(), part.cutoff());
            if (layout.classes()) {
                copy.text(part.labels()[i]);
                labels(copy, layout, predictions, labels, i);
            } else {
                copy.float8OrNull(part.actual()[i]);
                numbers(copy, layout, predictions, i);
            }
            if (layout.scaled()) {
                copy.float8OrNull(part.naiveError()).float8OrNull(part.naiveSquare());
            }
            copy.text(part.algorithm()).text(part.rung() == null ? null : part.rung().wireName());
        }
    }

    private static void labels(BulkCopy copy, BacktestLayout layout, @Nullable Predictions predictions, int[] labels,
            int row) {
        if (predictions == null) {
            copy.none();
            layout.labels().forEach(_ -> copy.none());
            return;
        }
        copy.text(predictions.labels().get(predictions.label()[row]));
        for (int label : labels) {
            // A label that the model has never seen has no chance with it.
            copy.float8(label < 0 ? 0 : predictions.probabilities()[label][row]);
        }
    }

    private static void numbers(BulkCopy copy, BacktestLayout layout, @Nullable Predictions predictions, int row) {
        copy.float8OrNull(predictions == null ? Double.NaN : predictions.value()[row]);
        for (int interval = 0; interval < layout.intervals().size(); interval++) {
            if (predictions == null || interval >= predictions.lower().length) {
                copy.none().none();
            } else {
                copy.float8OrNull(predictions.lower()[interval][row])
                        .float8OrNull(predictions.upper()[interval][row]);
            }
        }
    }

    private static void ordinal(BulkCopy copy, BacktestColumn.Type type, long ordinal) {
        switch (type) {
            case DATE -> copy.date(ordinal);
            case TIMESTAMP -> copy.timestampMicros(ordinal);
            default -> copy.int8(ordinal);
        }
    }

    private static void id(BulkCopy copy, BacktestColumn.Type type, @Nullable String text) {
        if (text == null) {
            copy.none();
            return;
        }
        value(copy, type, switch (type) {
            case BIGINT -> (Object) Long.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case TEXT, DATE, TIMESTAMP -> text;
        });
    }

    private static void value(BulkCopy copy, BacktestColumn.Type type, Object value) {
        switch (type) {
            case BIGINT -> copy.int8(((Number) value).longValue());
            case DOUBLE -> copy.float8(((Number) value).doubleValue());
            case BOOLEAN -> copy.bool((Boolean) value);
            case TEXT -> copy.text(value.toString());
            case DATE -> copy.date(LocalDate.parse(value.toString()).toEpochDay());
            case TIMESTAMP ->
                copy.timestampMicros(ChronoUnit.MICROS.between(EPOCH, LocalDateTime.parse(value.toString())));
        }
    }
}
