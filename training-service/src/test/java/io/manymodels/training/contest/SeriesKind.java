package io.manymodels.training.contest;

import io.manymodels.family.TimeStep;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;

/** Kinds of series whose making is known; monthly where nothing else is said. */
@NullUnmarked
enum SeriesKind {
    LEVEL(96, SeriesKind::level), WALK(96, SeriesKind::walk), WALK_WITH_DRIFT(96, SeriesKind::walkWithDrift), TREND(96,
            SeriesKind::trend), FALLING_TREND(96, SeriesKind::fallingTrend), LEVELLING_TREND(96,
                    SeriesKind::levellingTrend), GROWTH(96, SeriesKind::growth), SEASON(96,
                            SeriesKind::season), GROWING_SEASON(96, SeriesKind::growingSeason), FAINT_SEASON(96,
                                    SeriesKind::faintSeason), SEVERAL_SEASONS(144, SeriesKind::severalSeasons), STEPS(
                                            96, SeriesKind::steps), BREAK(96, SeriesKind::broken), BROKEN_TREND(96,
                                                    SeriesKind::brokenTrend), OUTLIERS(96,
                                                            SeriesKind::outliers), INTERMITTENT(72,
                                                                    SeriesKind::intermittent), LUMPY(72,
                                                                            SeriesKind::lumpy), COUNTS(72,
                                                                                    SeriesKind::counts), DYING(72,
                                                                                            SeriesKind::dying), RETURNING(
                                                                                                    96,
                                                                                                    SeriesKind::returning), NEGATIVE(
                                                                                                            96,
                                                                                                            SeriesKind::negative), SHORT(
                                                                                                                    26,
                                                                                                                    SeriesKind::shortWalk), SHORT_LEVEL(
                                                                                                                            24,
                                                                                                                            SeriesKind::level), WEEKS_WITH_A_PEAK(
                                                                                                                                    TimeStep.WEEK,
                                                                                                                                    200,
                                                                                                                                    SeriesKind::peak), WEEKS_WITH_A_WAVE(
                                                                                                                                            TimeStep.WEEK,
                                                                                                                                            200,
                                                                                                                                            SeriesKind::yearlyWave), HOURS_OF_DAYS_AND_WEEKS(
                                                                                                                                                    TimeStep.HOUR,
                                                                                                                                                    672,
                                                                                                                                                    SeriesKind::daysAndWeeks);

    /** The value at each step, with chance. */
    private interface Making {
        double[] run(Random random, int steps);
    }

    private final TimeStep step;
    private final int steps;
    /** A method of this class, which has no state. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Making making;

    SeriesKind(int steps, Making making) {
        this(TimeStep.MONTH, steps, making);
    }

    SeriesKind(TimeStep step, int steps, Making making) {
        this.step = step;
        this.steps = steps;
        this.making = making;
    }

    /** What lies between two values. */
    TimeStep step() {
        return step;
    }

    /** One series. */
    double[] make(long seed) {
        return making.run(new Random(seed), steps);
    }

    private static double[] level(Random random, int n) {
        return each(n, t -> 100 + 10 * random.nextGaussian());
    }

    private static double[] walk(Random random, int n) {
        return walk(random, n, 100, 0, 5);
    }

    private static double[] walkWithDrift(Random random, int n) {
        return walk(random, n, 100, 2, 4);
    }

    private static double[] shortWalk(Random random, int n) {
        return walk(random, n, 100, 1, 4);
    }

    private static double[] negative(Random random, int n) {
        return walk(random, n, -20, 0.3, 3);
    }

    private static double[] trend(Random random, int n) {
        return each(n, t -> 50 + 2 * t + 8 * random.nextGaussian());
    }

    private static double[] fallingTrend(Random random, int n) {
        return each(n, t -> 500 - 3 * t + 10 * random.nextGaussian());
    }

    private static double[] levellingTrend(Random random, int n) {
        return each(n, t -> 300 * (1 - Math.exp(-t / 25.0)) + 8 * random.nextGaussian());
    }

    private static double[] growth(Random random, int n) {
        return each(n, t -> 20 * Math.exp(0.02 * t + 0.05 * random.nextGaussian()));
    }

    private static double[] season(Random random, int n) {
        return each(n, t -> 100 + 30 * wave(t, 12) + 5 * random.nextGaussian());
    }

    private static double[] growingSeason(Random random, int n) {
        return each(n, t -> (50 + t) * (1 + 0.4 * wave(t, 12)) + 5 * random.nextGaussian());
    }

    private static double[] faintSeason(Random random, int n) {
        return each(n, t -> 100 + 5 * wave(t, 12) + 10 * random.nextGaussian());
    }

    private static double[] severalSeasons(Random random, int n) {
        return each(n, t -> 100 + 20 * wave(t, 12) + 20 * wave(t, 36) + 5 * random.nextGaussian());
    }

    private static double[] steps(Random random, int n) {
        double[] y = new double[n];
        double level = 100;
        for (int t = 0; t < n; t++) {
            level = random.nextInt(20) == 0 ? 50 + 100 * random.nextDouble() : level;
            y[t] = level + 4 * random.nextGaussian();
        }
        return y;
    }

    private static double[] broken(Random random, int n) {
        return each(n, t -> (t < n - 24 ? 100 : 40) + 8 * random.nextGaussian());
    }

    private static double[] brokenTrend(Random random, int n) {
        return each(n, t -> (t < 60 ? 50 + 2 * t : 290 - 2 * t) + 5 * random.nextGaussian());
    }

    private static double[] outliers(Random random, int n) {
        return each(n, t -> 100 + 5 * random.nextGaussian() + (random.nextInt(20) == 0 ? 200 : 0));
    }

    private static double[] intermittent(Random random, int n) {
        return each(n, t -> random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 0);
    }

    private static double[] lumpy(Random random, int n) {
        return each(n, t -> random.nextInt(8) == 0 ? Math.ceil(Math.exp(2 + random.nextGaussian())) : 0);
    }

    private static double[] counts(Random random, int n) {
        return each(n, t -> IntStream.range(0, 30).filter(i -> random.nextInt(10) == 0).count());
    }

    private static double[] dying(Random random, int n) {
        return each(n, t -> random.nextInt(n) > t - 10 ? 1 + random.nextInt(4) : 0);
    }

    private static double[] returning(Random random, int n) {
        double[] y = new double[n];
        double off = 0;
        for (int t = 0; t < n; t++) {
            off = 0.8 * off + 6 * random.nextGaussian();
            y[t] = 100 + off;
        }
        return y;
    }

    private static double[] peak(Random random, int n) {
        return each(n, t -> 100 + (t % 52 == 42 ? 150 : t % 52 == 43 ? 80 : 0) + 8 * random.nextGaussian());
    }

    private static double[] yearlyWave(Random random, int n) {
        return each(n, t -> 100 + 30 * wave(t, 52) + 8 * random.nextGaussian());
    }

    private static double[] daysAndWeeks(Random random, int n) {
        return each(n, t -> 100 + 30 * wave(t, 24) - (t / 24 % 7 < 5 ? 0 : 20 + 20 * wave(t, 24))
                + 5 * random.nextGaussian());
    }

    private static double[] walk(Random random, int n, double from, double drift, double deviation) {
        double[] y = new double[n];
        double at = from;
        for (int t = 0; t < n; t++) {
            at += drift + deviation * random.nextGaussian();
            y[t] = at;
        }
        return y;
    }

    private static double[] each(int n, IntToDoubleFunction value) {
        return IntStream.range(0, n).mapToDouble(value).toArray();
    }

    private static double wave(int t, int season) {
        return Math.sin(2 * Math.PI * t / season);
    }
}
