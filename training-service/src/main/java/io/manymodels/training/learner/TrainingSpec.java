package io.manymodels.training.learner;

import io.manymodels.family.AlgorithmChoice;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.Metric;
import io.manymodels.family.Rule;
import io.manymodels.family.Task;
import io.manymodels.model.ModelHeader;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that decides a run's models but the rows.
 *
 * @param timeAxis null without a time column
 * @param gap steps after the origin that are not forecast; 0 for tabular tasks, likewise {@code horizon}
 * @param algorithms that the spec names; empty for what the catalogue proposes
 * @param functional which point of the predicted distribution is given
 * @param windows backtest windows for the choice
 * @param history how far back training looks; null is all
 * @param timeout for one partition
 * @param intervals coverages in percent, ascending
 * @param compared metrics by which promotion compares a candidate with the champion on the same rows
 * @param provenance of the run, kept in the header
 */
public record TrainingSpec(String family, Task task, RowSchema schema, @Nullable TimeAxis timeAxis, int gap,
        int horizon,
        List<AlgorithmChoice> algorithms, Metric metric, Functional functional, int windows,
        FamilySpec.@Nullable History history, int minimumRows, Duration timeout, List<Integer> intervals,
        Set<Metric> compared, Map<String, String> provenance) {

    private static final double SEASONS_BEYOND = 1.5;

    /** Which point of the predicted distribution a prediction is. */
    public enum Functional {
        MEAN, MEDIAN,
        /** The point with the least expected percentage error, below the median. */
        LEAST_PERCENTAGE_ERROR
    }

    public TrainingSpec {
        algorithms = List.copyOf(algorithms);
        intervals = List.copyOf(intervals);
        compared = Set.copyOf(compared);
        provenance = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** Of a family whose promotion compares with no champion. */
    public TrainingSpec(String family, Task task, RowSchema schema, @Nullable TimeAxis timeAxis, int gap, int horizon,
            List<AlgorithmChoice> algorithms, Metric metric, Functional functional, int windows,
            FamilySpec.@Nullable History history, int minimumRows, Duration timeout, List<Integer> intervals,
            Map<String, String> provenance) {
        this(family, task, schema, timeAxis, gap, horizon, algorithms, metric, functional, windows, history,
                minimumRows, timeout, intervals, Set.of(), provenance);
    }

    /** The same where promotion compares by these metrics. */
    public TrainingSpec comparing(Set<Metric> metrics) {
        return new TrainingSpec(family, task, schema, timeAxis, gap, horizon, algorithms, metric, functional, windows,
                history, minimumRows, timeout, intervals, metrics, provenance);
    }

    /**
     * The same for a key whose rows end so many steps before its forecasts are counted from: they lie behind a gap that is longer
     * by as much.
     */
    public TrainingSpec late(int steps) {
        return steps == 0
                ? this
                : new TrainingSpec(family, task, schema, timeAxis, gap + steps, horizon, algorithms, metric,
                        functional, windows, history, minimumRows, timeout, intervals, compared, provenance);
    }

    /** What a family's spec says, for the columns of one snapshot. */
    public static TrainingSpec of(FamilySpec spec, List<Column> columns, @Nullable TimeAxis timeAxis,
            Map<String, String> provenance) {
        FamilySpec.Training training = spec.training();
        FamilySpec.Forecast forecast = spec.forecast();
        return new TrainingSpec(spec.family(), spec.task(), new RowSchema(columns), timeAxis,
                forecast == null ? 0 : forecast.gap(), forecast == null ? 0 : forecast.horizon(), training.algorithms(),
                training.metric(), functional(training.point(), training.metric()), training.windows(),
                training.history(), training.minimumRows(), training.timeout(), spec.scoring().intervals(),
                compared(spec), provenance);
    }

    private static Set<Metric> compared(FamilySpec spec) {
        return spec.promotion().rules().stream()
                .filter(rule -> rule.bound() instanceof Rule.WorseThanChampionByAtMost)
                .flatMap(rule -> Metric.named(rule.metric()).stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The functional that a metric rewards, unless the spec names one. */
    public static Functional functional(FamilySpec.Point point, Metric metric) {
        return switch (point) {
            case MEDIAN -> Functional.MEDIAN;
            case MEAN -> Functional.MEAN;
            case AUTO -> switch (metric) {
                case MAPE -> Functional.LEAST_PERCENTAGE_ERROR;
                case RMSE, RMSSE, BIAS -> Functional.MEAN;
                case WMAPE, SMAPE, MASE, MAE, PINBALL, COVERAGE, WINKLER, ACCURACY, AUC, LOGLOSS, BRIER, F1 ->
                    Functional.MEDIAN;
            };
        };
    }

    /** Steps from a row back to the latest target that may be known when it is forecast. */
    public int lead() {
        return gap + horizon;
    }

    /** Whether rows of the future have columns that are known ahead. */
    public boolean hasKnownColumns() {
        return schema.withRole(ColumnRole.KNOWN).length > 0;
    }

    /** Whether it is known of rows whether they lie on a holiday. */
    public boolean hasHolidays() {
        return timeAxis != null && timeAxis.holidays() != null && timeAxis.isWithinDays();
    }

    /**
     * Whether a key's own past of one season is all there is to forecast from: no columns, and no year beyond the season, as days
     * have. Models of rows then see nothing that a forecaster does not, and are tried where the spec names them alone.
     */
    public boolean isBareSeries() {
        return task == Task.FORECAST && timeAxis != null && !hasKnownColumns() && !hasHolidays()
                && schema.withRole(ColumnRole.OBSERVED).length == 0
                && !(timeAxis.stepsPerYear() > SEASONS_BEYOND * timeAxis.seasonLength());
    }

    /** What the artefacts of all models share. */
    public ModelHeader header() {
        return new ModelHeader(family, task, schema, timeAxis, gap, horizon, intervals, provenance);
    }
}
