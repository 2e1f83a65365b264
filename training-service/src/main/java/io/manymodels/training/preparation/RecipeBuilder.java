package io.manymodels.training.preparation;

import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.NumberColumn;
import io.manymodels.training.learner.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Chooses the features of a model from the rows that it is trained on. Never looks at the target. */
public final class RecipeBuilder {

    private static final int MOST_CATEGORIES = 32;
    private static final double MISSING_SHARE_WORTH_KNOWING = 0.02;
    private static final int LEAST_VALUES_OF_A_SENSOR = 30;
    private static final double SKEWED = 2;
    private static final int LEAST_HOLIDAYS = 3;
    private static final int[] NEAR = {0, 1, -1};

    private final TrainingSpec spec;
    private final PartitionRows rows;
    private final IntFunction<NumberColumn> numbers;
    private final List<FeatureTerm> terms = new ArrayList<>();

    private RecipeBuilder(TrainingSpec spec, PartitionRows rows, IntFunction<NumberColumn> numbers) {
        this.spec = spec;
        this.rows = rows;
        this.numbers = numbers;
    }

    private RecipeBuilder(TrainingSpec spec, PartitionRows rows) {
        this(spec, rows, column -> NumberColumn.of(rows.numbers(column)));
    }

    /** Features of a partition's own forecasts. Nothing of the target or of observed columns enters but with a lag. */
    public static FeatureRecipe forecast(Lesson lesson, Features features, boolean logarithmic) {
        TrainingSpec spec = lesson.spec();
        PartitionRows rows = lesson.rows();
        RecipeBuilder builder = new RecipeBuilder(spec, rows, lesson::numbers);
        builder.columns(ColumnRole.KNOWN, logarithmic);
        builder.holidays();
        TimeAxis axis = spec.timeAxis();
        if (axis != null && rows.size() > 1) {
            builder.calendar(axis, features);
        }
        return new FeatureRecipe(builder.terms);
    }

    /** Features of a row for regression and classification. */
    public static FeatureRecipe tabular(TrainingSpec spec, PartitionRows rows) {
        RecipeBuilder builder = new RecipeBuilder(spec, rows);
        builder.columns(ColumnRole.KNOWN, false);
        builder.columns(ColumnRole.OBSERVED, false);
        builder.columns(ColumnRole.STATIC, false);
        builder.holidays();
        builder.yearWaves(1);
        return new FeatureRecipe(builder.terms);
    }

    /**
     * Features that are there for any key, with or without a history of its own. Trees cut numeric keys as numbers, which
     * costs one feature; linear models need one for each value.
     */
    public static FeatureRecipe pooled(TrainingSpec spec, PartitionRows rows, boolean cutsNumbers,
            boolean logarithmic) {
        RecipeBuilder builder = new RecipeBuilder(spec, rows);
        for (int column : rows.schema().withRole(ColumnRole.KEY)) {
            ColumnType type = rows.schema().column(column).type();
            if (cutsNumbers && !type.isText()) {
                builder.number(column, false);
            } else {
                builder.categories(column);
            }
        }
        builder.columns(ColumnRole.KNOWN, logarithmic);
        builder.columns(ColumnRole.STATIC, false);
        if (spec.task() != Task.FORECAST) {
            builder.columns(ColumnRole.OBSERVED, false);
        }
        builder.holidays();
        builder.yearWaves(2);
        return new FeatureRecipe(builder.terms);
    }

    private void columns(ColumnRole role, boolean logarithmic) {
        for (int column : rows.schema().withRole(role)) {
            int missing = missing(column);
            int present = rows.size() - missing;
            if (present == 0) {
                continue;
            }
            if (rows.schema().column(column).type().isText()) {
                categories(column);
            } else if (missing == 0 || present >= LEAST_VALUES_OF_A_SENSOR) {
                number(column, logarithmic);
            }
            if (spec.task() != Task.FORECAST && missing > MISSING_SHARE_WORTH_KNOWING * rows.size()) {
                terms.add(new FeatureTerm.Missing(column));
            }
        }
    }

    private int missing(int column) {
        if (!rows.schema().column(column).type().isText()) {
            return numbers.apply(column).missing();
        }
        int missing = 0;
        for (@Nullable
        String text : rows.texts(column)) {
            missing += text == null ? 1 : 0;
        }
        return missing;
    }

    private void number(int column, boolean logarithmic) {
        NumberColumn number = numbers.apply(column);
        if (number.present() == 0 || number.least() == number.most()) {
            return;
        }
        FeatureTerm.Scale scale = FeatureTerm.Scale.RAW;
        boolean flag = rows.schema().column(column).type() == ColumnType.BOOLEAN || number.zeroOrOne();
        if (!flag && logarithmic && number.least() > 0) {
            scale = FeatureTerm.Scale.LOG;
        } else if (!flag && number.least() >= 0 && number.skewness() > SKEWED) {
            scale = FeatureTerm.Scale.LOG1P;
        }
        terms.add(new FeatureTerm.Value(column, scale));
    }

    private void categories(int column) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            String text = rows.text(column, i);
            if (text != null) {
                counts.merge(text, 1, Integer::sum);
            }
        }
        if (counts.size() < 2) {
            return;
        }
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(counts.size() == 2 ? 1 : MOST_CATEGORIES)
                .forEach(entry -> terms.add(new FeatureTerm.Category(column, entry.getKey())));
    }

    private void calendar(TimeAxis axis, Features features) {
        long first = axis.index(rows.time(0));
        long last = axis.index(rows.time(rows.size() - 1));
        int season = axis.seasonLength();
        boolean twoSeasons = season > 1 && last - first + 1 >= 2L * season;
        switch (features) {
            case PLAIN -> {
            }
            case SEASONAL -> {
                if (twoSeasons) {
                    stepWaves(season);
                }
                if (season < 12) {
                    yearWaves(2);
                }
            }
            case TREND -> {
                trend(first, last);
                if (twoSeasons) {
                    stepWaves(season);
                }
            }
            case LAGGED -> lags(first, last, twoSeasons ? season : 0);
            case LAGGED_TREND -> {
                trend(first, last);
                lags(first, last, twoSeasons ? season : 0);
            }
            case OUTLINE -> {
                trend(first, last);
                if (twoSeasons) {
                    stepWaves(season);
                }
                if (season < 12) {
                    yearWaves(2);
                }
            }
        }
    }

    private void trend(long first, long last) {
        double scale = Math.max(1, last - first);
        terms.add(new FeatureTerm.Trend(first, scale, 1 + spec.lead() / scale));
    }

    /** @param season steps, of which the rows hold two; 0 for none */
    private void lags(long first, long last, int season) {
        int lead = spec.lead();
        terms.add(new FeatureTerm.LagMean(0, lead, 1));
        terms.add(new FeatureTerm.LagMean(0, lead, 4));
        if (last - first > 30L + lead) {
            terms.add(new FeatureTerm.LagMean(0, lead, 13));
        }
        if (season > 0) {
            terms.add(new FeatureTerm.SameSeason(season));
        }
        for (int series = 1; series <= History.observed(rows.schema()).length; series++) {
            terms.add(new FeatureTerm.LagMean(series, lead, 2));
        }
        yearWaves(1);
    }

    /** Whether a row, the day after or the day before is a holiday, as far as rows of both kinds teach it. */
    private void holidays() {
        TimeAxis axis = spec.timeAxis();
        if (!spec.hasHolidays() || axis == null || !rows.hasTimes()) {
            return;
        }
        for (int daysAfter : NEAR) {
            long days = Arrays.stream(rows.times()).filter(time -> axis.holiday(time, daysAfter) == 1).count();
            if (days >= LEAST_HOLIDAYS && rows.size() - days >= LEAST_HOLIDAYS) {
                terms.add(new FeatureTerm.Holiday(daysAfter));
            }
        }
    }

    private void stepWaves(int season) {
        for (int harmonic = 1; harmonic <= Math.min(season <= 12 ? season / 2 : 3, 6); harmonic++) {
            terms.add(new FeatureTerm.StepWave(season, harmonic, true));
            if (2 * harmonic < season) {
                terms.add(new FeatureTerm.StepWave(season, harmonic, false));
            }
        }
    }

    /** Waves of the year where rows span more than a year of the calendar. */
    private void yearWaves(int harmonics) {
        TimeAxis axis = spec.timeAxis();
        if (axis == null || !rows.hasTimes() || rows.size() < 2 || axis.date(rows.time(0)) == null) {
            return;
        }
        double years = (axis.index(latest()) - axis.index(earliest())) / axis.stepsPerYear();
        if (years < (spec.task() == Task.FORECAST ? 2 : 1) || axis.stepsPerYear() < 12) {
            return;
        }
        for (int harmonic = 1; harmonic <= harmonics; harmonic++) {
            terms.add(new FeatureTerm.YearWave(harmonic, true));
            terms.add(new FeatureTerm.YearWave(harmonic, false));
        }
    }

    private long earliest() {
        long earliest = rows.time(0);
        for (long time : rows.times()) {
            earliest = Math.min(earliest, time);
        }
        return earliest;
    }

    private long latest() {
        long latest = rows.time(0);
        for (long time : rows.times()) {
            latest = Math.max(latest, time);
        }
        return latest;
    }
}
