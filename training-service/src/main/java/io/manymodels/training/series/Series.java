package io.manymodels.training.series;

import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Lesson;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * One key's past, a value a step. Steps without a row hold what lies on the line between their neighbours.
 *
 * @param values from the first row's step to the last one's; not copied
 * @param season steps after which it may repeat; 1 for none
 * @param longer steps of a second season that holds the first a whole number of times, as weeks hold days; the first's without one
 * @param year steps of a year beyond these, as of days and hours; {@code longer} without one
 */
public record Series(double[] values, int season, int longer, int year) {

    /** A key with larger gaps than this has no series: interpolating it would make up most of it. */
    private static final int MOST_STEPS_A_ROW = 4;

    private static final double WEEKS_PER_YEAR = 365.25 / 7;
    /** A year is another season where it is as many times as long as the others. */
    private static final double BEYOND = 1.5;
    private static final double ZEROS = 0.3;
    private static final double RECENT_ZEROS = 0.5;
    private static final int RECENT = 12;

    /** With one season, or none. */
    public Series(double[] values, int season) {
        this(values, season, season, season);
    }

    /** Other values at the same steps. */
    Series with(double[] others) {
        return new Series(others, season, longer, year);
    }

    static Series of(Lesson lesson) {
        return of(lesson.indexes(), lesson.target(), Objects.requireNonNull(lesson.spec().timeAxis()));
    }

    /**
     * The series with these values at these steps. Throws {@link CannotFit} where its gaps are too large.
     *
     * @param indexes ascending
     */
    static Series of(long[] indexes, double[] y, TimeAxis axis) {
        int n = y.length;
        long steps = indexes[n - 1] - indexes[0] + 1;
        if (steps > (long) MOST_STEPS_A_ROW * n) {
            throw new CannotFit("[%d] rows lie over [%d] steps".formatted(n, steps));
        }
        double[] values = new double[(int) steps];
        for (int i = 0; i < n; i++) {
            int at = (int) (indexes[i] - indexes[0]);
            values[at] = y[i];
            int before = i == 0 ? at : (int) (indexes[i - 1] - indexes[0]);
            for (int t = before + 1; t < at; t++) {
                values[t] = values[before] + (values[at] - values[before]) * (t - before) / (at - before);
            }
        }
        int season = Math.max(1, axis.seasonLength());
        int week = (int) Math.round(axis.stepsPerYear() / WEEKS_PER_YEAR);
        int longer = week > season && week % season == 0 ? week : season;
        int year = (int) Math.round(axis.stepsPerYear());
        return new Series(values, season, longer, season > 1 && year > BEYOND * longer ? year : longer);
    }

    /** Steps. */
    public int size() {
        return values.length;
    }

    /** Steps of each season of which it holds more than two rounds, ascending. */
    List<Integer> seasons() {
        return IntStream.of(season, longer, year).filter(steps -> steps > 1 && size() > 2 * steps).distinct().boxed()
                .toList();
    }

    /** Whether demand comes now and then: no value is below 0, and many, or most of the recent ones, are 0. */
    public boolean intermittent() {
        return Arrays.stream(values).allMatch(value -> value >= 0)
                && (zeros(values) >= ZEROS || zeros(recent()) >= RECENT_ZEROS);
    }

    private static double zeros(double[] values) {
        return (double) Arrays.stream(values).filter(value -> value == 0).count() / values.length;
    }

    /** The last values, at least a season of them and {@value #RECENT}. */
    double[] recent() {
        return Arrays.copyOfRange(values, Math.max(0, values.length - Math.max(RECENT, season)), values.length);
    }

    /** Whether every value is above 0. */
    public boolean positive() {
        for (double value : values) {
            if (!(value > 0)) {
                return false;
            }
        }
        return true;
    }
}
