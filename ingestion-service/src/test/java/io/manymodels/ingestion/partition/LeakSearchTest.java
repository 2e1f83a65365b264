package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.partition.ShuffleFixture.TABULAR;
import static io.manymodels.ingestion.partition.ShuffleFixture.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a column is taken for one that was made from the target, and when it is merely good. */
class LeakSearchTest {

    private static final String LABELS = TABULAR.replace("regression", "classification");

    @TempDir
    Path folder;

    private ShuffleFixture fixture;

    @BeforeEach
    void landing() throws IOException {
        fixture = new ShuffleFixture(folder);
    }

    private List<String> leaks(String spec, int rows, IntFunction<String> row) throws IOException {
        fixture.rows("k,y,x", rows, row);
        return fixture.shuffle(spec).columns().stream().filter(Column::leak).map(Column::name).toList();
    }

    @ParameterizedTest
    @CsvSource({"99, false", "100, true"})
    void fewRowsTellNothing(int rows, boolean leak) throws Exception {
        assertThat(leaks(TABULAR, rows, i -> "1,%d,%d".formatted(i, 2 * i))).hasSize(leak ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "0.01, true", "0.1, false"})
    void aCopyIsACopyAndAGoodFeatureIsNone(double noise, boolean leak) throws Exception {
        Random random = new Random(3);

        assertThat(leaks(TABULAR, 2_000, i -> {
            double y = random.nextGaussian();
            return "1,%s,%s".formatted(y, -3 * y + 7 + 3 * noise * random.nextGaussian());
        })).hasSize(leak ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"200, true", "199, false"})
    void aColumnOfAFewRowsCouldBeRightByChance(int present, boolean leak) throws Exception {
        assertThat(leaks(TABULAR, 2_000, i -> "1,%d,%s".formatted(i * 7919 % 1_009, i < present
                ? i * 7919 % 1_009 + 5
                : ""))).hasSize(leak ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
            // Five in a thousand may be wrong.
            "5, true", "6, false"})
    void aThresholdThatTellsTheLabel(int wrong, boolean leak) throws Exception {
        assertThat(leaks(LABELS, 1_000, i -> "1,%s,%s".formatted(i < 500 == i >= wrong ? "low" : "high",
                i < 500 ? i / 1000.0 : i + 0.5))).hasSize(leak ? 1 : 0);
    }

    @Test
    void aThresholdTellsTheOtherWayRoundToo() throws Exception {
        assertThat(leaks(LABELS, 1_000, i -> "1,%s,%s".formatted(i < 300 ? "high" : "low", i + 0.5)))
                .containsExactly("x");
    }

    @ParameterizedTest
    @CsvSource({"20, true", "19, false"})
    void whereOneLabelIsNearlyAlwaysRightThereIsNothingToTell(int rare, boolean leak) throws Exception {
        assertThat(
                leaks(LABELS, 1_000, i -> "1,%s,%s".formatted(i < rare ? "fails" : "runs", i < rare ? i : i + 5_000)))
                .hasSize(leak ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"3, true", "50, true", "51, false"})
    void aCategoryThatTellsTheLabelIsOneOfFewValues(int categories, boolean leak) throws Exception {
        assertThat(leaks(LABELS, 2_000, i -> "1,%s,c%d".formatted(List.of("a", "b", "c").get(i % categories % 3),
                i % categories))).hasSize(leak ? 1 : 0);
    }

    @Test
    void numbersTellThreeLabelsLikeCategories() throws Exception {
        assertThat(leaks(LABELS, 1_000, i -> "1,%s,%d".formatted("abc".charAt(i % 3), i % 3))).containsExactly("x");
        assertThat(leaks(LABELS, 1_000, i -> "1,%s,%d".formatted("abc".charAt(i % 3), i % 3 + 3 * i)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"known, false", "static, false", "observed, true", "ignored, false", "id, false"})
    void whatTheSpecVouchesForIsNotDoubted(String list, boolean leak) throws Exception {
        assertThat(leaks(TABULAR + "columns: {%s: [x]}\n".formatted(list), 500, i -> "1,%d,%d".formatted(i, 2 * i)))
                .hasSize(leak ? 1 : 0);
    }

    @Test
    void infiniteValuesHideNoLeak() throws Exception {
        assertThat(leaks(TABULAR, 1_000,
                i -> "%d,%d,%s".formatted(i % 2, i * 31 % 97, i == 5 ? "inf" : i * 31 % 97 + 0.5)))
                .containsExactly("x");
    }

    @Test
    void aLeakIsLeftOutWithItsEvidenceAndWhatToDo() throws Exception {
        fixture.rows("k,y,x", 500, i -> "1,%s,%s".formatted(i % 4 == 0 ? "yes" : "no", i % 4 == 0 ? "paid" : "open"));

        ShuffledData data = fixture.shuffle(LABELS);

        assertThat(column(data, "x").role()).isEqualTo(ColumnRole.IGNORED);
        assertThat(data.profile().path("leaks").get(0).path("evidence").asString())
                .isEqualTo("alone it tells the label with 0.00 % errors, where the majority label has 25.00 %");
        assertThat(data.profile().path("leaks").get(0).path("advice").asString()).contains("Maybe it is measured after",
                "columns.known");
    }
}
