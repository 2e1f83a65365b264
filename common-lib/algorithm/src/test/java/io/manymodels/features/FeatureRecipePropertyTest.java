package io.manymodels.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.TimeStep;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** A row's features come from that row and the history alone. */
class FeatureRecipePropertyTest {

    private static final RowSchema SCHEMA = new RowSchema(List.of(new Column("day", ColumnType.DATE, ColumnRole.TIME),
            new Column("y", ColumnType.DOUBLE, ColumnRole.TARGET), new Column("x", ColumnType.DOUBLE, ColumnRole.KNOWN),
            new Column("sky", ColumnType.TEXT, ColumnRole.KNOWN)));
    private static final TimeAxis AXIS = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null,
            LocalDate.of(2020, 1, 1).toEpochDay());

    record Cell(long day, double y, double x, String sky) {}

    @Provide
    Arbitrary<List<Cell>> cells() {
        return Combinators.combine(Arbitraries.longs().between(-10, 400), Arbitraries.doubles().between(-5, 5),
                Arbitraries.oneOf(Arbitraries.doubles().between(-2, 1e6), Arbitraries.just(Double.NaN)),
                Arbitraries.of("sun", "rain", "f\u00eate", "")).as(Cell::new).list().ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<FeatureRecipe> recipes() {
        Arbitrary<Integer> small = Arbitraries.integers().between(1, 60);
        Arbitrary<FeatureTerm> term = Arbitraries.oneOf(
                Arbitraries.of(FeatureTerm.Scale.values()).map(scale -> new FeatureTerm.Value(2, scale)),
                Arbitraries.of(2, 3).map(FeatureTerm.Missing::new),
                Arbitraries.of("sun", "snow").map(text -> new FeatureTerm.Category(3, text)),
                Combinators.combine(small, Arbitraries.of(true, false)).as(FeatureTerm.YearWave::new),
                Combinators.combine(Arbitraries.doubles().between(1, 400), small, Arbitraries.of(true, false))
                        .as(FeatureTerm.StepWave::new),
                Combinators.combine(Arbitraries.longs().between(-500, 500), Arbitraries.doubles().between(1, 500),
                        Arbitraries.doubles().between(0, 3)).as(FeatureTerm.Trend::new),
                Combinators.combine(Arbitraries.of(0, 1), small, small).as(FeatureTerm.LagMean::new),
                small.map(FeatureTerm.SameSeason::new));
        return term.list().ofMinSize(1).ofMaxSize(12).map(FeatureRecipe::new);
    }

    @Provide
    Arbitrary<History> histories() {
        return Combinators.combine(Arbitraries.longs().between(18000, 18400).set().ofMaxSize(60),
                Arbitraries.doubles().between(-9, 9).list().ofSize(120)).as((days, values) -> {
                    long[] indexes = days.stream().mapToLong(Long::longValue).sorted().toArray();
                    double[][] series = new double[2][indexes.length];
                    for (int i = 0; i < indexes.length; i++) {
                        series[0][i] = values.get(i) < -6 ? Double.NaN : values.get(i);
                        series[1][i] = values.get(60 + i);
                    }
                    return new History(indexes, series);
                });
    }

    @Property(tries = 300)
    void aRowAloneHasTheFeaturesThatItHasAmongOthers(@ForAll("cells") List<Cell> cells,
            @ForAll("recipes") FeatureRecipe recipe, @ForAll("histories") History history) {
        double[] together = recipe.matrix(rows(cells), AXIS, history);

        for (int i = 0; i < cells.size(); i++) {
            double[] alone = recipe.matrix(rows(List.of(cells.get(i))), AXIS, history);
            assertThat(alone)
                    .isEqualTo(Arrays.copyOfRange(together, i * recipe.width(), (i + 1) * recipe.width()));
        }
    }

    /** What came round a whole number of steps ago is the same wave, to the last bit, across gaps and before the anchor. */
    @Property(tries = 100)
    void wavesComeRound(@ForAll @IntRange(min = 1, max = 12) int period,
            @ForAll @IntRange(min = 1, max = 3) int harmonic,
            @ForAll boolean cosine, @ForAll("gaps") List<Integer> gaps) {
        FeatureRecipe recipe = new FeatureRecipe(List.of(new FeatureTerm.StepWave(period, harmonic, cosine)));
        List<Cell> cells = new ArrayList<>();
        long day = -20 - LocalDate.of(2020, 1, 1).toEpochDay();
        for (int gap : gaps) {
            day += gap;
            cells.add(new Cell(day, 0, 0, ""));
        }

        double[] together = recipe.matrix(rows(cells), AXIS, History.NONE);

        for (int i = 0; i < cells.size(); i++) {
            assertThat(recipe.matrix(rows(List.of(cells.get(i))), AXIS, History.NONE))
                    .containsExactly(together[i]);
        }
    }

    @Property(tries = 100)
    void wavesComeRoundInRowsWithoutGaps(@ForAll @IntRange(min = 1, max = 12) int period,
            @ForAll @IntRange(min = -3, max = 3) int first, @ForAll @IntRange(min = 1, max = 60) int count) {
        FeatureRecipe recipe = new FeatureRecipe(List.of(new FeatureTerm.StepWave(period, 1, false)));
        long day = first - LocalDate.of(2020, 1, 1).toEpochDay();
        List<Cell> cells = IntStream.range(0, count).mapToObj(i -> new Cell(day + i, 0, 0, "")).toList();

        double[] together = recipe.matrix(rows(cells), AXIS, History.NONE);

        for (int i = 0; i < cells.size(); i++) {
            assertThat(recipe.matrix(rows(List.of(cells.get(i))), AXIS, History.NONE)).containsExactly(together[i]);
        }
    }

    /** The plain definition, whether steps are missing or not. */
    @Property(tries = 300)
    void theMeanIsOfTheValuesThatAreThere(@ForAll("gaps") List<Integer> gaps, @ForAll Random random,
            @ForAll @IntRange(min = -3, max = 60) int from, @ForAll @IntRange(min = 1, max = 13) int window) {
        long[] indexes = new long[gaps.size()];
        double[] values = new double[indexes.length];
        long index = 0;
        double sum = 0;
        int count = 0;
        for (int i = 0; i < indexes.length; i++) {
            index += gaps.get(i);
            indexes[i] = index;
            values[i] = random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian();
            if (index >= from && index < from + window && !Double.isNaN(values[i])) {
                sum += values[i];
                count++;
            }
        }

        assertThat(new History(indexes, new double[][] {values}).mean(0, from, from + window - 1L))
                .isEqualTo(Double.valueOf(count == 0 ? Double.NaN : sum / count));
    }

    @Provide
    Arbitrary<List<Integer>> gaps() {
        return Arbitraries.of(1, 1, 1, 1, 1, 2, 9).list().ofMinSize(1).ofMaxSize(60);
    }

    @Property(tries = 500)
    void aStepIsFoundWhereASearchFindsIt(@ForAll("histories") History history,
            @ForAll @LongRange(min = 17990, max = 18410) long index) {
        assertThat(History.find(history.indexes(), index)).isEqualTo(Arrays.binarySearch(history.indexes(), index));
    }

    @Property(tries = 300)
    void theTargetOfARowIsNoFeature(@ForAll("cells") List<Cell> cells, @ForAll("recipes") FeatureRecipe recipe,
            @ForAll("histories") History history) {
        List<Cell> others = cells.stream().map(cell -> new Cell(cell.day(), cell.y() + 1, cell.x(), cell.sky()))
                .toList();

        assertThat(recipe.matrix(rows(others), AXIS, history)).isEqualTo(recipe.matrix(rows(cells), AXIS, history));
    }

    /** What the artefact keeps of the history is enough for every row after it. */
    @Property(tries = 300)
    void nothingReachesFartherBackThanItSays(@ForAll("cells") List<Cell> cells,
            @ForAll("recipes") FeatureRecipe recipe, @ForAll("histories") History history) {
        long first = rows(cells).times()[0];
        for (Cell cell : cells) {
            first = Math.min(first, AXIS.index(ordinal(cell)));
        }
        long from = first - recipe.reach();
        boolean seasonal = recipe.terms().stream().anyMatch(FeatureTerm.SameSeason.class::isInstance);
        if (!seasonal) {
            assertThat(recipe.matrix(rows(cells), AXIS, history.since(from)))
                    .isEqualTo(recipe.matrix(rows(cells), AXIS, history));
        }
    }

    /** The plain definition: go back season by season until there is a value. */
    @Property(tries = 500)
    void sameSeasonIsTheLatestValueAWholeNumberOfSeasonsBefore(@ForAll("histories") History history,
            @ForAll("rowIndexes") long index, @ForAll("seasons") int season) {
        double expected = Double.NaN;
        for (long at = index - season; history.indexes().length > 0 && at >= history.indexes()[0]; at -= season) {
            int place = Arrays.binarySearch(history.indexes(), at);
            if (place >= 0 && !Double.isNaN(history.series()[0][place])) {
                expected = history.series()[0][place];
                break;
            }
        }

        assertThat(history.sameSeason(index, season)).isEqualTo(Double.valueOf(expected));
    }

    @Provide
    Arbitrary<Long> rowIndexes() {
        return Arbitraries.longs().between(17900, 19000);
    }

    @Provide
    Arbitrary<Integer> seasons() {
        return Arbitraries.integers().between(1, 90);
    }

    private static long ordinal(Cell cell) {
        return AXIS.anchor() + cell.day();
    }

    private static PartitionRows rows(List<Cell> cells) {
        return PartitionRows.of(SCHEMA, AXIS, "{}", cells.stream().map(FeatureRecipePropertyTest::row).toList());
    }

    private static Map<String, Object> row(Cell cell) {
        Map<String, Object> row = new HashMap<>();
        row.put("day", LocalDate.ofEpochDay(ordinal(cell)));
        row.put("y", cell.y());
        if (!Double.isNaN(cell.x())) {
            row.put("x", cell.x());
        }
        if (!cell.sky().isEmpty()) {
            row.put("sky", cell.sky());
        }
        return row;
    }
}
