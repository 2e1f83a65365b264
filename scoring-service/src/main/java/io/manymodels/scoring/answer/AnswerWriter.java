package io.manymodels.scoring.answer;

import io.manymodels.key.PartitionKey;
import io.manymodels.model.Explanations;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.Predictions;
import io.manymodels.rows.PartitionRows;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.scoring.prediction.PredictionBatch;
import io.manymodels.scoring.prediction.PredictionColumn;
import io.manymodels.scoring.prediction.PredictionSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Puts what a model answered into the columns of a batch. Columns are looked up once, not for every row. */
public final class AnswerWriter {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final PredictionSchema schema;
    private final PredictionBatch batch;
    private final @Nullable ColumnVector time;
    private final List<ColumnVector> ids;
    private final ColumnVector prediction;
    private final List<ColumnVector> lower;
    private final List<ColumnVector> upper;
    private final List<ColumnVector> probabilities;
    private final ColumnVector knownCarried;
    private final @Nullable ColumnVector explanation;

    public AnswerWriter(PredictionSchema schema, PredictionBatch batch) {
        this.schema = schema;
        this.batch = batch;
        this.time = schema.columns().stream().filter(column -> column.role() == PredictionColumn.Role.TIME)
                .map(column -> batch.column(column.name())).findFirst().orElse(null);
        this.ids = schema.ids().stream().map(column -> batch.column(column.name())).toList();
        this.prediction = batch.column("prediction");
        this.lower = schema.intervals().stream().map(coverage -> batch.column("lower_" + coverage)).toList();
        this.upper = schema.intervals().stream().map(coverage -> batch.column("upper_" + coverage)).toList();
        this.probabilities = schema.probabilityColumns().stream().map(batch::column).toList();
        this.knownCarried = batch.column("known_carried");
        this.explanation = schema.isExplained() ? batch.column(PredictionSchema.EXPLANATION) : null;
    }

    /** Whether every predicted number is one. */
    static boolean isFinite(Predictions predictions) {
        for (double value : predictions.value()) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Takes back what was written of a partition before something went wrong with it. */
    void takeBack() {
        batch.dropOpen();
    }

    /** Whether explanations are wanted. */
    boolean isExplained() {
        return explanation != null;
    }

    /** @param explanations of the same rows; null where they are not wanted */
    void write(Assignment assignment, PartitionRows rows, ModelHeader header, Predictions predictions,
            @Nullable Explanations explanations) {
        identify(rows);
        if (time != null) {
            time.addLongs(rows.times(), rows.size());
        }
        for (int row = 0; row < rows.size(); row++) {
            knownCarried.addBoolean(predictions.knownCarried()[row]);
        }
        for (int row = 0; explanation != null && row < rows.size(); row++) {
            explanation.addText(explanations == null ? null : JSON.writeValueAsString(explanations.asMap(row)));
        }
        if (schema.isLabelled()) {
            writeLabels(predictions);
        } else {
            writeNumbers(header.intervals(), predictions);
        }
        List<Object> ofKey = new ArrayList<>(PartitionKey.parse(rows.key()).values());
        if (schema.isSplit()) {
            ofKey.add(assignment.rung().wireName());
            ofKey.add(assignment.modelVersion());
        } else {
            writeModel(assignment, rows.size());
        }
        batch.endKey(assignment.sequence(), rows.size(), ofKey);
    }

    /** Which model answered, in each row: runs that an older build planned have no place for what is the same for all of a key. */
    private void writeModel(Assignment assignment, int rows) {
        ColumnVector rung = batch.column(PredictionSchema.RUNG);
        ColumnVector version = batch.column(PredictionSchema.MODEL_VERSION);
        for (int row = 0; row < rows; row++) {
            rung.addText(assignment.rung().wireName());
            version.addLong(assignment.modelVersion());
        }
    }

    private void identify(PartitionRows rows) {
        for (int i = 0; i < ids.size(); i++) {
            int place = rows.schema().indexOf(schema.ids().get(i).shown());
            for (int row = 0; row < rows.size(); row++) {
                String value = place < 0 ? null : rows.text(place, row);
                if (value == null) {
                    ids.get(i).addNull();
                } else {
                    PredictionBatch.addKeyValue(ids.get(i), typed(ids.get(i), value));
                }
            }
        }
    }

    private static Object typed(ColumnVector vector, String value) {
        return switch (vector.kind()) {
            case INTEGER -> (Object) Long.valueOf(value);
            case DOUBLE -> Double.valueOf(value);
            case BOOLEAN -> Boolean.valueOf(value);
            case TEXT, JSON, DATE, TIMESTAMP -> value;
        };
    }

    private void writeNumbers(List<Integer> answered, Predictions predictions) {
        append(prediction, predictions.value(), predictions.size());
        for (int i = 0; i < lower.size(); i++) {
            int place = answered.indexOf(schema.intervals().get(i));
            boolean known = place >= 0 && place < predictions.lower().length;
            append(lower.get(i), known ? predictions.lower()[place] : null, predictions.size());
            append(upper.get(i), known ? predictions.upper()[place] : null, predictions.size());
        }
    }

    private void writeLabels(Predictions predictions) {
        ColumnVector label = batch.column("label");
        for (int row = 0; row < predictions.size(); row++) {
            String answer = predictions.labels().get(predictions.label()[row]);
            prediction.addText(answer);
            label.addText(answer);
        }
        for (int i = 0; i < probabilities.size(); i++) {
            int place = predictions.labels().indexOf(schema.labels().get(i));
            // A label that the model has never seen has no chance with it.
            append(probabilities.get(i), place < 0
                    ? new double[predictions.size()]
                    : predictions.probabilities()[place], predictions.size());
        }
    }

    private static void append(ColumnVector column, double @Nullable [] values, int size) {
        if (values == null) {
            column.addNulls(size);
        } else {
            column.addFinite(values, size);
        }
    }
}
