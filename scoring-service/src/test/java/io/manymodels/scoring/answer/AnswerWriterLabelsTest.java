package io.manymodels.scoring.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

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
import io.manymodels.scoring.parquet.RepeatedVector;
import io.manymodels.scoring.prediction.PredictionBatch;
import io.manymodels.scoring.prediction.PredictionColumn;
import io.manymodels.scoring.prediction.PredictionSchema;
import io.manymodels.scoring.prediction.Publication;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Models know other labels and intervals than the run that asks them: those of their own snapshot and spec. */
class AnswerWriterLabelsTest {

    private static final RowSchema ROWS = new RowSchema(List.of(new Column("shop", ColumnType.TEXT, ColumnRole.KEY),
            new Column("y", ColumnType.TEXT, ColumnRole.TARGET)));
    private static final List<PredictionColumn> SHOP = List.of(
            new PredictionColumn("shop", ColumnKind.TEXT, PredictionColumn.Role.KEY, ""));
    private static final PartitionRows TWO = new PartitionRows(ROWS, "{\"shop\":\"a\"}", 2, new long[0],
            new double[][] {{}, {}}, new @Nullable String[][] {{"a", "a"}, {null, null}});

    private record Answers(PredictionBatch batch, AnswerWriter writer) {

        static Answers of(PredictionSchema schema) {
            PredictionBatch batch = new PredictionBatch(
                    new Publication(new UUID(0, 1), "toy", 1, schema, Instant.EPOCH));
            return new Answers(batch, new AnswerWriter(schema, batch));
        }

        void write(Predictions predictions, List<Integer> intervals) {
            ByteRange nowhere = new ByteRange(0, 0, "");
            writer.write(new Assignment(3, 7, Rung.GROUP, new ArtefactLocation("pack", nowhere, nowhere)), TWO,
                    new ModelHeader("toy", Task.CLASSIFICATION, ROWS, null, 0, 0, intervals, Map.of()), predictions,
                    null);
        }

        List<Object> values(String column) {
            ColumnVector vector = batch.column(column);
            return IntStream.range(0, vector.size()).mapToObj(row -> vector.isNull(row)
                    ? "none"
                    : vector.kind() == ColumnKind.TEXT ? vector.textAt(row) : (Object) vector.doubleAt(row)).toList();
        }
    }

    private static Answers labels() {
        return Answers.of(PredictionSchema.ofLabels(SHOP, "y", List.of("no", "yes", "new")));
    }

    @Test
    void aLabelThatTheModelHasNeverSeenHasNoChanceWithIt() {
        Answers answers = labels();

        answers.write(
                new Predictions(new double[] {0.9, 0.6}, new double[0][], new double[0][], List.of("no", "old", "yes"),
                        new double[][] {{0.9, 0.1}, {0, 0.3}, {0.1, 0.6}}, new int[] {0, 2}, new boolean[2]),
                List.of());

        assertThat(answers.values("label")).containsExactly("no", "yes");
        assertThat(answers.values("prediction")).containsExactly("no", "yes");
        assertThat(answers.values("probability_no")).containsExactly(0.9, 0.1);
        assertThat(answers.values("probability_yes")).containsExactly(0.1, 0.6);
        assertThat(answers.values("probability_new")).containsExactly(0.0, 0.0);
        assertThat(answers.batch().columns()).filteredOn(column -> column.name().equals("rung"))
                .singleElement(type(RepeatedVector.class))
                .satisfies(rung -> assertThat(rung.values().textAt(0)).isEqualTo("group"))
                .satisfies(rung -> assertThat(rung.size()).isEqualTo(2));
    }

    @Test
    void anIntervalThatTheModelDoesNotHaveIsMissing() {
        Answers answers = Answers.of(PredictionSchema.ofNumbers(SHOP, "y", List.of(50, 80, 95)));

        answers.write(
                new Predictions(new double[] {1, 2}, new double[][] {{0.5, Double.NaN}}, new double[][] {{1.5, 3}},
                        List.of(), new double[0][], new int[0], new boolean[] {true, false}),
                List.of(80, 99));

        assertThat(answers.values("lower_80")).containsExactly(0.5, "none");
        assertThat(answers.values("upper_80")).containsExactly(1.5, 3.0);
        assertThat(answers.values("lower_50")).containsExactly("none", "none");
        assertThat(answers.values("upper_95")).containsExactly("none", "none");
        assertThat(answers.batch().column("known_carried").longAt(0)).isOne();
        assertThat(answers.batch().column("known_carried").longAt(1)).isZero();
    }

    @Test
    void aNumberThatIsNoneIsSeen() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(AnswerWriter.isFinite(new Predictions(new double[] {1, bad}, new double[0][], new double[0][],
                    List.of(), new double[0][], new int[0], new boolean[2]))).isFalse();
        }
        assertThat(AnswerWriter.isFinite(new Predictions(new double[] {Double.MAX_VALUE}, new double[0][],
                new double[0][], List.of(), new double[0][], new int[0], new boolean[1]))).isTrue();
    }

    @Test
    void whatIsTakenBackLeavesWhatWasBeforeIt() {
        Predictions predictions = new Predictions(new double[] {0.9, 0.6}, new double[0][], new double[0][],
                List.of("no"), new double[][] {{0.9, 0.6}}, new int[] {0, 0}, new boolean[2]);
        Answers answers = labels();
        answers.write(predictions, List.of());
        answers.batch().column("label").addText("half a row");

        answers.writer().takeBack();

        assertThat(answers.batch().size()).isEqualTo(2);
        assertThat(answers.batch().columns())
                .allSatisfy(column -> assertThat(column.size()).as(column.name()).isEqualTo(2));
    }
}
