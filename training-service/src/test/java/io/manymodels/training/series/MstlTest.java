package io.manymodels.training.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class MstlTest extends LearnerContract {

    /** Steps between two that are stored of a part. */
    private static final int EVERY = 5;

    @Override
    protected Learner learner() {
        return new Mstl();
    }

    @Override
    protected String golden() {
        return "3.102:be3a5955a701aad8";
    }

    /** @param parts each season and the trend, at each fifth step from the last one back */
    record Reference(String name, Series past, List<double[]> parts, double[] forecast) {
        @Override
        public String toString() {
            return name;
        }

        double size() {
            return Arrays.stream(past.values()).map(Math::abs).max().orElseThrow();
        }
    }

    static Stream<Reference> references() throws IOException {
        Map<String, Reference> references = new LinkedHashMap<>();
        for (String text : Files.readAllLines(java.nio.file.Path.of("src/test/resources/mstl.csv"))) {
            String[] line = text.split(",");
            if (!text.startsWith("#")) {
                double[] numbers = Arrays.stream(line).skip(3).mapToDouble(Double::parseDouble).toArray();
                references.merge(line[0], new Reference(line[0], series(numbers, line[1].split(" ")),
                        new ArrayList<>(), numbers), (known, next) -> {
                            if (line[2].equals("forecast")) {
                                return new Reference(known.name, known.past, known.parts, numbers);
                            }
                            known.parts.add(numbers);
                            return known;
                        });
            }
        }
        assertThat(references).hasSize(10);
        return references.values().stream();
    }

    private static Series series(double[] values, String... seasons) {
        int[] steps = Arrays.stream(seasons).mapToInt(Integer::parseInt).toArray();
        return new Series(values, steps[0], steps[1], steps[steps.length - 1]);
    }

    /** Its loess jumps as ours does; the loop around it is that of the paper. */
    @ParameterizedTest
    @MethodSource("references")
    void partsAreThoseOfAnotherImplementation(Reference reference) {
        Mstl.Parts parts = Mstl.Parts.of(reference.past, Deadline.NONE);

        List<double[]> found = Stream.concat(parts.seasons().stream(), Stream.of(parts.trend())).toList();
        assertThat(found).hasSameSizeAs(reference.parts);
        for (int i = 0; i < found.size(); i++) {
            double[] part = found.get(i);
            double[] stored = IntStream.range(0, reference.parts.get(i).length)
                    .mapToDouble(k -> part[part.length - 1 - EVERY * k]).toArray();
            assertThat(stored).as("part %d", i).containsExactly(reference.parts.get(i),
                    within(1e-6 * reference.size()));
        }
    }

    /** Its smoothing of the rest is another than ours, its loess skips no step, and it draws no season towards none. */
    @ParameterizedTest
    @MethodSource("references")
    void forecastsAsAnotherImplementationDoes(Reference reference) {
        double[] values = new Mstl().forecast(reference.past, reference.forecast.length, Deadline.NONE).values();

        assertThat(values).containsExactly(reference.forecast, within(0.02 * reference.size()));
    }

    private static double wave(int t, double season) {
        return Math.sin(2 * Math.PI * t / season);
    }

    private static double[] values(int size, IntToDoubleFunction value) {
        return IntStream.range(0, size).mapToDouble(value).toArray();
    }

    @Test
    void seasonsComeRoundOnATrend() {
        IntToDoubleFunction truth = t -> 100 + 0.1 * t + 20 * wave(t, 24) + 10 * wave(t, 168);

        double[] forecast = new Mstl().forecast(new Series(values(800, truth), 24, 168, 168), 48, Deadline.NONE)
                .values();

        for (int h = 0; h < forecast.length; h++) {
            assertThat(forecast[h]).as("step [%d]", h).isCloseTo(truth.applyAsDouble(800 + h), within(1.5));
        }
    }

    @Test
    void aSeasonThatChangesGoesOnAsItWasLast() {
        IntToDoubleFunction truth = t -> 200 + (10 + 0.2 * t) * wave(t, 12);

        double[] forecast = new Mstl().forecast(new Series(values(360, truth), 12), 12, Deadline.NONE).values();

        assertThat(Arrays.stream(forecast).max().orElseThrow() - 200).as("46 on average, 82 at last").isBetween(65.0,
                85.0);
    }

    @Test
    void aSeasonThatIsNotThereTwiceStaysInTheRest() {
        double[] y = values(300, t -> 50 + 10 * wave(t, 24) + 10 * wave(t, 168));

        assertThat(Mstl.Parts.of(new Series(y, 24, 168, 168), Deadline.NONE).periods()).containsExactly(24);
        assertThat(Mstl.Parts.of(new Series(values(337, t -> y[t % 168]), 24, 168, 168), Deadline.NONE).periods())
                .containsExactly(24, 168);
    }

    @Test
    void whatChanceMakesOfASeasonStaysInTheRest() {
        Random random = new Random(2);
        double[] y = values(800, t -> 100 + 10 * wave(t, 7) + 5 * random.nextGaussian());

        Mstl.Parts parts = Mstl.Parts.of(new Series(y, 7, 7, 365), Deadline.NONE);
        Mstl.Parts shrunk = parts.shrunk();

        assertThat(deviation(parts.seasons().get(1))).as("a year of chance").isGreaterThan(2);
        assertThat(deviation(shrunk.seasons().get(1))).isLessThan(1);
        assertThat(deviation(shrunk.seasons().get(0))).as("of a wave of 10").isBetween(6.5, 7.5);
        for (int t = 0; t < y.length; t++) {
            assertThat(shrunk.rest()[t] + shrunk.seasons().get(0)[t] + shrunk.seasons().get(1)[t])
                    .isCloseTo(y[t], within(1e-9));
        }
    }

    private static double deviation(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).average().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 24})
    void withoutASeasonItDoesNotAnswer(int size) {
        assertThatThrownBy(() -> new Mstl().forecast(new Series(new double[size], 12), 6, Deadline.NONE))
                .isInstanceOf(CannotFit.class).hasMessageContaining("[%d] steps hold no season twice".formatted(size));
    }

    @Test
    void withoutASeasonOfTheFamilyItDoesNotAnswer() {
        assertThatThrownBy(() -> new Mstl().forecast(new Series(new double[100], 1), 6, Deadline.NONE))
                .isInstanceOf(CannotFit.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 7, -3e9})
    void whatNeverChangesStays(double value) {
        Path path = new Mstl().forecast(new Series(values(60, _ -> value), 12), 14, Deadline.NONE);

        assertThat(path.isFinite()).isTrue();
        assertThat(path.values()).containsExactly(values(14, _ -> value),
                within(1e-6 * Math.max(1, Math.abs(value))));
    }

    /** Hours of four years, of which a year is a season too. */
    @Test
    @Timeout(30)
    void tenThousandsOfStepsTakeSeconds() {
        Random random = new Random(1);
        double[] y = values(35_064, t -> 100 + 20 * wave(t, 24) + 10 * wave(t, 168) + 30 * wave(t, 8766)
                + random.nextGaussian());

        double[] forecast = new Mstl().forecast(new Series(y, 24, 168, 8766), 24, Deadline.NONE).values();

        for (int h = 0; h < 24; h++) {
            int t = y.length + h;
            assertThat(forecast[h])
                    .isCloseTo(100 + 20 * wave(t, 24) + 10 * wave(t, 168) + 30 * wave(t, 8766), within(4.0));
        }
    }
}
