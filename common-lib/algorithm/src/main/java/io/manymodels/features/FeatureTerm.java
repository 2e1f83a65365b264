package io.manymodels.features;

import java.util.Arrays;

/**
 * One feature: one number a row, NaN where it is missing. Columns are places in the schema that the model was trained on.
 */
public sealed interface FeatureTerm {

    /** How a column's number enters. */
    enum Scale {
        RAW(0),
        /** The logarithm; missing for what is not positive. */
        LOG(1),
        /** The logarithm of 1 + x; missing below 0. */
        LOG1P(2);

        private final int code;

        Scale(int code) {
            this.code = code;
        }

        /** What an artefact calls it. */
        public int code() {
            return code;
        }

        /** Throws {@link IllegalArgumentException} for an unknown code. */
        public static Scale of(int code) {
            return Arrays.stream(values()).filter(scale -> scale.code == code).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown scale [%d]".formatted(code)));
        }

        double of(double value) {
            return switch (this) {
                case RAW -> value;
                case LOG -> value > 0 ? Math.log(value) : Double.NaN;
                case LOG1P -> value >= 0 ? Math.log1p(value) : Double.NaN;
            };
        }
    }

    /** A column's number. */
    record Value(int column, Scale scale) implements FeatureTerm {}

    /** 1 where the column is missing, else 0. */
    record Missing(int column) implements FeatureTerm {}

    /** 1 where the column's text is this one, else 0; missing where the column is. */
    record Category(int column, String value) implements FeatureTerm {}

    /** A wave of the year: sine or cosine of 2 pi harmonic x day of the year / 365.25. Missing off the calendar. */
    record YearWave(int harmonic, boolean cosine) implements FeatureTerm {}

    /** 1 where a day near to the row's is a holiday, else 0: 0 its own, 1 the day after it, -1 the day before. Missing without holidays. */
    record Holiday(int daysAfter) implements FeatureTerm {}

    /** A wave that returns every {@code period} steps. */
    record StepWave(double period, int harmonic, boolean cosine) implements FeatureTerm {}

    /** (step - origin) / scale, held at {@code limit}: a line must not run on for ever. */
    record Trend(long origin, double scale, double limit) implements FeatureTerm {}

    /**
     * Mean of a series of the history over {@code window} steps, the latest of which lies {@code steps} before the row.
     * Series 0 is the transformed target. A window of 1 is the value itself.
     */
    record LagMean(int series, int steps, int window) implements FeatureTerm {}

    /** The latest value of the target a whole number of seasons before the row. */
    record SameSeason(int season) implements FeatureTerm {}
}
