package io.manymodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.Task;
import io.manymodels.family.TimeStep;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelCodecTest {

    private static final RowSchema SCHEMA = new RowSchema(
            List.of(new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
                    new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
                    new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
                    new Column("sky", ColumnType.TEXT, ColumnRole.KNOWN)));
    private static final TimeAxis AXIS = new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1,
            LocalDate.of(1989, 9, 14), 40);
    private static final ModelHeader HEADER = new ModelHeader("toy", Task.FORECAST, SCHEMA, AXIS, 1, 2, List.of(80, 95),
            Map.of("java", "25"));

    /** One of each kind of term and kernel. */
    private static final ModelBody BODY = new ModelBody("ridge", new FeatureRecipe(List.of(
            new FeatureTerm.Value(2, FeatureTerm.Scale.LOG), new FeatureTerm.Missing(3),
            new FeatureTerm.Category(3, "s\u00fcn"), new FeatureTerm.YearWave(1, true),
            new FeatureTerm.StepWave(52, 2, false), new FeatureTerm.Trend(40, 100, 1.02), new FeatureTerm.Lag(0, 3),
            new FeatureTerm.LagMean(1, 3, 4), new FeatureTerm.SameSeason(52))),
            new Kernel.Average(List.of(
                    new Kernel.Linear(1, new double[] {1.5}, new double[] {-2, .1, .2, .3, .4, .5, .6, .7, .8},
                            new double[9]),
                    new Kernel.Trees(1, new double[] {2}, new int[] {0, 3}, new short[] {0, -1, -1, 6, -1, -1},
                            new double[] {-0.5, 0.25, -0.25, 3, 1, -1}, new int[] {1, 0, 0, 4, 0, 0},
                            new boolean[] {true, false, false, false, false, false}))),
            new History(new long[] {-2, 157, 158, 160},
                    new double[][] {{1, 2, 3, 4}, {Double.NaN, 5, 6, 7}}),
            List.of(),
            new ModelBody.Calibration(TargetTransform.LOG1P, 0.125, -0.5, -10, 10, new double[] {-1, -2},
                    new double[] {1, 2}, true),
            List.of(new ModelBody.Default(2, 0.75, null, true),
                    new ModelBody.Default(3, Double.NaN, "s\u00fcn", true)));

    private final PartitionRows rows = PartitionRows.of(SCHEMA, AXIS, "{}",
            List.of(Map.of("week", 161, "price", 0.5, "sky", "rain"), Map.of("week", 162, "price", 0.5),
                    Map.of("week", 163, "sky", "s\u00fcn")));

    @Test
    void predictsTheSameAfterBeingStored() {
        byte[] header = ModelCodec.encode(HEADER);
        ModelHeader read = ModelCodec.decodeHeader(header);
        PartitionModel model = new PartitionModel(read, ModelCodec.decodeBody(read, ModelCodec.encode(BODY)));

        Predictions expected = new PartitionModel(HEADER, BODY).predict(rows);
        Predictions actual = model.predict(rows);

        assertThat(read).isEqualTo(HEADER);
        assertThat(actual.value()).containsExactly(expected.value());
        assertThat(actual.lower()[1]).containsExactly(expected.lower()[1]);
        assertThat(actual.knownCarried()).containsExactly(false, true, true);
    }

    @Test
    void predictsARowAloneAsAmongOthers() {
        PartitionModel model = new PartitionModel(HEADER, BODY);

        double[] together = model.predict(rows).value();

        for (int i = 0; i < rows.size(); i++) {
            assertThat(model.predict(rows.slice(i, i + 1)).value()[0]).isEqualTo(together[i]);
        }
    }

    @Test
    void loadsAnArtefactOfTheFirstVersion() throws IOException {
        ModelHeader header = ModelCodec.decodeHeader(golden("header-v1.bin"));
        ModelBody body = ModelCodec.decodeBody(header, golden("body-v1.bin"));

        assertThat(new PartitionModel(header, body).predict(rows).value())
                .containsExactly(new PartitionModel(HEADER, BODY).predict(rows).value());
    }

    @Test
    void refusesWhatIsCutOrChangedWithoutHarm() {
        byte[] bytes = ModelCodec.encode(BODY);
        Random random = new Random(7);

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ModelCodec.decodeBody(HEADER, cut)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int trial = 0; trial < 2000; trial++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                new PartitionModel(HEADER, ModelCodec.decodeBody(HEADER, changed)).predict(rows);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContaining("Exception");
            }
        }
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ModelCodecTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    /** Writes what to keep when a new version is made. */
    public static void main(String[] args) throws IOException {
        java.nio.file.Path folder = java.nio.file.Path.of(args[0]);
        java.nio.file.Files.write(folder.resolve("header-v1.bin"), ModelCodec.encode(HEADER));
        java.nio.file.Files.write(folder.resolve("body-v1.bin"), ModelCodec.encode(BODY));
    }
}
