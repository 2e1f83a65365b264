package io.manymodels.training.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.kernel.PlugIns;
import io.manymodels.model.Explanation;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.Predictions;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.contest.Choice;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.contest.Spending;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Taught;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.TrainingSpec.Functional;
import io.manymodels.training.learner.Variant;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the keys of a family teach together. */
@NullUnmarked
class FamilyTrainerTest {

    private static final Catalogue CATALOGUE = Catalogue.installed();
    private static final TrainingSpec SPEC = Toys.forecast(Metric.MAPE, Functional.LEAST_PERCENTAGE_ERROR);
    private static final int KEYS = 40;
    private static final int WEEKS = 80;

    /** Demand that no line explains: a deal doubles it where the price is low, and halves it where it is high. */
    private static PartitionRows key(int store, double surprise) {
        PartitionRows rows = Toys.demand(store, WEEKS + 3, 0.2, 100 + store);
        double[] units = rows.numbers(2).clone();
        for (int i = 0; i < units.length; i++) {
            if (rows.numbers(4)[i] == 1) {
                units[i] *= Math.exp(rows.numbers(3)[i] < 1 ? surprise : -surprise);
            }
        }
        return rows.withNumbers(2, units);
    }

    private static List<PartitionRows> family(int keys, double surprise) {
        return IntStream.range(0, keys).mapToObj(store -> key(store, surprise)).toList();
    }

    private static @Nullable Taught taught(TrainingSpec spec, List<PartitionRows> family) {
        FamilyTrainer trainer = new FamilyTrainer(spec, CATALOGUE);
        family.forEach(trainer::add);
        Taught taught = trainer.train(Deadline.NONE);
        return taught == null ? null : trainer.ordered(taught, Deadline.NONE);
    }

    private static List<PartitionRows> known(List<PartitionRows> family) {
        return family.stream().map(rows -> rows.slice(0, WEEKS)).toList();
    }

    private static double error(List<PartitionRows> family, @Nullable Taught taught) {
        return family.stream().mapToDouble(rows -> {
            Predictions predicted = choice(rows, taught).fitted().model().predict(rows.slice(WEEKS + 1, WEEKS + 3));
            double[] actual = rows.slice(WEEKS + 1, WEEKS + 3).numbers(2);
            return IntStream.range(0, 2).mapToDouble(i -> Math.abs(1 - predicted.value()[i] / actual[i])).sum();
        }).sum() / (2 * family.size());
    }

    private static Choice choice(PartitionRows rows, @Nullable Taught taught) {
        return new PartitionTrainer(SPEC, CATALOGUE, taught, Spending.free()).choose(rows.slice(0, WEEKS));
    }

    @Test
    void teachesWhatAKeyAloneCannotSee() {
        List<PartitionRows> family = family(KEYS, 0.7);

        Taught taught = taught(SPEC, known(family));

        assertThat(taught.correction()).isNotNull();
        assertThat(error(family, taught)).isLessThan(0.8 * error(family, null));
        assertThat(family).filteredOn(rows -> choice(rows, taught).candidate().name().equals("family-trees"))
                .hasSizeGreaterThan(KEYS * 3 / 4);
    }

    @Test
    void teachesNothingThatTheLastWindowsContradict() {
        List<PartitionRows> turned = IntStream.range(0, KEYS).mapToObj(store -> {
            double[] units = key(store, 0.7).numbers(2).clone();
            System.arraycopy(key(store, -0.7).numbers(2), WEEKS - 7, units, WEEKS - 7, units.length - WEEKS + 7);
            return key(store, 0.7).withNumbers(2, units).slice(0, WEEKS);
        }).toList();

        assertThat(taught(SPEC, turned).correction()).isNull();
    }

    @Test
    void makesWhatItMadeWhenTheVersionOfFamilyTreesWasRaised() {
        List<PartitionRows> family = family(KEYS, 0.7);
        Taught taught = taught(SPEC, known(family));

        double[] predicted = choice(family.get(7), taught).fitted().model()
                .predict(family.get(7).slice(WEEKS + 1, WEEKS + 3)).value();

        assertThat(new FamilyTrees().version()).as("to be raised where this differs").isEqualTo(3);
        assertThat("%.5e %.5e".formatted(predicted[0], predicted[1])).isEqualTo("9.81736e+00 1.11666e+01");
    }

    @Test
    void teachesNothingWhereKeysAreFewOrTheSpecNamesOthers() {
        assertThat(taught(SPEC, family(9, 0.7))).isNull();
        assertThat(new FamilyTrainer(Toys.forecast(Metric.MAPE, Functional.MEDIAN, "ridge"), CATALOGUE).isWanted())
                .isFalse();
        assertThat(new FamilyTrainer(Toys.series(3, Metric.SMAPE), CATALOGUE).isWanted()).isFalse();
        assertThat(new FamilyTrainer(Toys.classification(), CATALOGUE).isWanted()).isFalse();
    }

    @Test
    void isJudgedByWhatItsTreesHaveNotSeen() {
        List<PartitionRows> family = known(family(KEYS, 0.7));
        // The last three windows: what a key is judged by.
        List<PartitionRows> spoiled = family.stream().map(rows -> {
            double[] units = rows.numbers(2).clone();
            Arrays.setAll(units, i -> i >= WEEKS - 7 ? 1.1 * units[i] : units[i]);
            return rows.withNumbers(2, units);
        }).toList();
        PartitionRows early = family.getFirst().slice(0, WEEKS - 7);
        Lesson lesson = new Lesson(SPEC, early, List.of(), Deadline.NONE);
        PartitionRows asked = family.getFirst().slice(WEEKS - 6, WEEKS - 4);

        double[] before = taught(SPEC, family).judged().fit(lesson).model().scores(asked);
        double[] after = taught(SPEC, spoiled).judged().fit(lesson).model().scores(asked);

        // The weight is chosen by the windows; what it is the weight of is not.
        double[] own = CATALOGUE.linear(SPEC).fitting().fit(lesson).model().scores(asked);
        assertThat((after[0] - own[0]) / (before[0] - own[0])).isCloseTo((after[1] - own[1]) / (before[1] - own[1]),
                within(1e-9));
    }

    /** Demand that walks, whatever the price. */
    private static PartitionRows walk(int store) {
        PartitionRows rows = Toys.demand(store, WEEKS + 3, 0.2, 300 + store);
        Random random = new Random(500 + store);
        double[] units = new double[rows.size()];
        double at = 100;
        for (int i = 0; i < units.length; i++) {
            at += 2 * random.nextGaussian();
            units[i] = at;
        }
        return rows.withNumbers(2, units);
    }

    @Test
    void whereColumnsSayNothingTheLastValueAnswers() {
        TrainingSpec spec = Toys.forecast(Metric.MAE, Functional.MEDIAN);
        List<PartitionRows> walks = IntStream.range(0, KEYS).mapToObj(store -> walk(store).slice(0, WEEKS)).toList();

        Taught taught = taught(spec, walks);

        assertThat(taught.prefersPlain()).isTrue();
        assertThat(chosen(spec, walks, taught)).containsOnly("naive");
        assertThat(chosen(spec, walks, null)).as("without the family").contains("ridge");
    }

    private static List<String> chosen(TrainingSpec spec, List<PartitionRows> family, @Nullable Taught taught) {
        PartitionTrainer trainer = new PartitionTrainer(spec, CATALOGUE, taught, Spending.free());
        return family.stream().map(rows -> trainer.choose(rows).candidate().name()).toList();
    }

    @Test
    void whatIsBetterForAThirdOfTheKeysStaysTheirs() {
        TrainingSpec spec = Toys.forecast(Metric.MAE, Functional.MEDIAN);
        List<PartitionRows> mixed = IntStream.range(0, KEYS)
                .mapToObj(store -> (store % 5 < 2 ? key(store, 0) : walk(store)).slice(0, WEEKS)).toList();

        Taught taught = taught(spec, mixed);

        assertThat(taught.candidates(CATALOGUE.variants(spec))).extracting(Variant::name)
                .contains(taught.correction() == null ? "ridge" : "family-trees").contains("naive");
    }

    @Test
    void whatIsWorseForAllIsNotTried() {
        Taught taught = taught(SPEC, known(family(KEYS, 0.7)));

        assertThat(taught.candidates(CATALOGUE.variants(SPEC))).extracting(Variant::name).startsWith("family-trees")
                .doesNotContain("naive", "seasonal-naive", "ridge");
    }

    @Test
    void theSameKeysTeachTheSame() {
        List<PartitionRows> family = family(KEYS, 0.7);
        PartitionRows asked = family.get(3).slice(WEEKS + 1, WEEKS + 3);

        double[] first = choice(family.get(3), taught(SPEC, known(family))).fitted().model().predict(asked).value();
        double[] second = choice(family.get(3), taught(SPEC, known(family))).fitted().model().predict(asked).value();

        assertThat(second).containsExactly(first);
    }

    @Test
    void isStoredWithWhatItSharesInTheHeader() {
        List<PartitionRows> family = family(KEYS, 0.7);
        Taught taught = taught(SPEC, known(family));
        PartitionRows asked = family.get(5).slice(WEEKS + 1, WEEKS + 3);
        PartitionTrainer trainer = new PartitionTrainer(SPEC, CATALOGUE, taught, Spending.free());
        Choice choice = trainer.choose(family.get(5).slice(0, WEEKS));

        ModelHeader header = ModelCodec.decodeHeader(trainer.header());
        ModelBody body = ModelCodec.decodeBody(header, PlugIns.NONE.codecs(), choice.body());

        assertThat(choice.candidate().name()).isEqualTo("family-trees");
        assertThat(choice.body()).hasSizeLessThan(trainer.header().length / 10);
        PartitionModel read = new PartitionModel(header, body);
        Predictions together = read.predict(asked);
        assertThat(together.value()).containsExactly(choice.fitted().model().predict(asked).value());
        assertThat(read.predict(asked.select(new int[] {1})).value()[0]).isEqualTo(together.value()[1]);
        List<Explanation> told = read.explain(asked, null).rows();
        for (int i = 0; i < asked.size(); i++) {
            assertThat(Math.exp(told.get(i).score())).isCloseTo(together.value()[i],
                    within(1e-9 * together.value()[i]));
            assertThat(told.get(i).contributions()).containsKeys("price", "deal", "(own model)", "(key)");
        }
    }

    @Test
    void intervalsLieAroundTheCentreThoughThePointLiesBelow() {
        List<PartitionRows> family = family(KEYS, 0.7);
        Taught taught = taught(SPEC, known(family));
        int inside = 0;
        for (PartitionRows rows : family) {
            PartitionRows asked = rows.slice(WEEKS + 1, WEEKS + 3);
            Predictions predicted = choice(rows, taught).fitted().model().predict(asked);
            for (int i = 0; i < 2; i++) {
                double actual = asked.numbers(2)[i];
                inside += actual >= predicted.lower()[0][i] && actual <= predicted.upper()[0][i] ? 1 : 0;
            }
        }

        assertThat(inside / (2.0 * KEYS)).isBetween(0.68, 0.95);
    }

    private static final RowSchema SKY = new RowSchema(List.of(new Column("station", ColumnType.TEXT, ColumnRole.KEY),
            new Column("day", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("wind", ColumnType.DOUBLE, ColumnRole.OBSERVED),
            new Column("cloud", ColumnType.DOUBLE, ColumnRole.OBSERVED),
            new Column("rain", ColumnType.TEXT, ColumnRole.TARGET)));

    /** Rain where wind and cloud are of one sign: nothing that a line sees. */
    private static PartitionRows station(int number) {
        int days = 200;
        Random random = new Random(number);
        long[] times = new long[days];
        double[][] numbers = new double[SKY.size()][];
        String[][] texts = Toys.texts(SKY, days);
        numbers[0] = new double[0];
        numbers[1] = new double[days];
        numbers[2] = random.doubles(days, -1, 1).toArray();
        numbers[3] = random.doubles(days, -1, 1).toArray();
        numbers[4] = new double[0];
        for (int i = 0; i < days; i++) {
            times[i] = i;
            numbers[1][i] = i;
            texts[0][i] = "s" + number;
            boolean rain = numbers[2][i] * numbers[3][i] > 0 == random.nextDouble() < 0.9;
            texts[4][i] = rain ? "Yes" : "No";
        }
        return new PartitionRows(SKY, "{\"station\":\"s%d\"}".formatted(number), days, times, numbers, texts);
    }

    @Test
    void teachesLabelsToo() {
        TrainingSpec spec = new TrainingSpec("sky", Task.CLASSIFICATION, SKY, TimeAxis.integers(), 0, 0, List.of(),
                Metric.ACCURACY, Functional.MEDIAN, 3, null, 50, Duration.ofSeconds(60), List.of(), Map.of());
        List<PartitionRows> family = IntStream.range(0, 20).mapToObj(FamilyTrainerTest::station).toList();

        Taught taught = taught(spec, family.stream().map(rows -> rows.slice(0, 150)).toList());

        assertThat(taught.correction()).isNotNull();
        double right = family.stream().mapToDouble(rows -> {
            PartitionRows held = rows.slice(150, 200);
            Predictions predicted = new PartitionTrainer(spec, CATALOGUE, taught, Spending.free())
                    .choose(rows.slice(0, 150)).fitted()
                    .model().predict(held);
            return IntStream.range(0, 50)
                    .filter(i -> predicted.labels().get(predicted.label()[i]).equals(held.label(i))).count() / 50.0;
        }).average().orElseThrow();
        assertThat(right).isGreaterThan(0.8);
    }
}
