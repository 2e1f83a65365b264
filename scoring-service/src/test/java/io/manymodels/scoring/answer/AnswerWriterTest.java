package io.manymodels.scoring.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ByteRange;
import io.manymodels.family.Task;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.Predictions;
import io.manymodels.registry.Rung;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.scoring.prediction.PredictionBatch;
import io.manymodels.scoring.prediction.PredictionColumn;
import io.manymodels.scoring.prediction.PredictionSchema;
import io.manymodels.scoring.prediction.Publication;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {

    private static final ByteRange RANGE = new ByteRange(0, 0, "");
    private static final RowSchema ROWS = new RowSchema(List.of(
            new Column("shop", ColumnType.TEXT, ColumnRole.KEY),
            new Column("label", ColumnType.TEXT, ColumnRole.ID),
            new Column("source_row", ColumnType.INTEGER, ColumnRole.ID),
            new Column("y", ColumnType.DOUBLE, ColumnRole.TARGET)));

    @Test
    void whatIdentifiesARowGoesWithItsPrediction() {
        PredictionSchema schema = PredictionSchema.ofNumbers(
                List.of(new PredictionColumn("shop", ColumnKind.TEXT, PredictionColumn.Role.KEY, ""),
                        new PredictionColumn("prediction", ColumnKind.TEXT, PredictionColumn.Role.ID, ""),
                        new PredictionColumn("label", ColumnKind.TEXT, PredictionColumn.Role.ID, ""),
                        new PredictionColumn("source_row", ColumnKind.INTEGER, PredictionColumn.Role.ID, "")),
                "y", List.of());
        PredictionBatch batch = new PredictionBatch(new Publication(new UUID(0, 1), "toy", 1, schema, Instant.EPOCH));

        new AnswerWriter(schema, batch).write(
                new Assignment(0, 7, Rung.OWN, new ArtefactLocation("pack", RANGE, RANGE)), rows(),
                new ModelHeader("toy", Task.REGRESSION, ROWS, null, 0, 0, List.of(), Map.of()),
                new Predictions(new double[] {1.5, 2.5}, new double[0][], new double[0][], List.of(), new double[0][],
                        new int[0], new boolean[2]),
                null);

        ColumnVector label = batch.column("label");
        assertThat(label.textAt(0)).isEqualTo("00012345678901234567");
        assertThat(label.isNull(1)).isTrue();
        ColumnVector sourceRow = batch.column("source_row");
        assertThat(List.of(sourceRow.longAt(0), sourceRow.longAt(1))).containsExactly(41L, 7L);
        assertThat(batch.column("prediction").doubleAt(1)).isEqualTo(2.5);
        assertThat(batch.column("prediction_").isNull(0)).as("the rows have no such column").isTrue();
    }

    private static PartitionRows rows() {
        return new PartitionRows(ROWS, "{\"shop\":\"a\"}", 2, new long[0],
                new double[][] {{}, {}, {41, 7}, {Double.NaN, Double.NaN}},
                new @Nullable String[][] {{"a", "a"}, {"00012345678901234567", null}, {}, {}});
    }
}
