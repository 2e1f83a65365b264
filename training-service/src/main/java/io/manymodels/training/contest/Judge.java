package io.manymodels.training.contest;

import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.metric.Holdout;
import io.manymodels.metric.LabelMeasure;
import io.manymodels.metric.LabelRows;
import io.manymodels.metric.NumberMeasure;
import io.manymodels.metric.NumberRows;
import io.manymodels.model.ModelBody;
import io.manymodels.model.Predictions;
import io.manymodels.model.Scorer;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.calibration.Intervals;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Taught;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures candidates on the windows of one partition. */
public final class Judge {

    /** Judged rows that are kept of a partition: the newest tell most. */
    private static final int MOST_KEPT = 100;
    private static final Set<Metric> BY_INTERVALS = EnumSet.of(Metric.COVERAGE, Metric.PINBALL, Metric.WINKLER);

    private final TrainingSpec spec;
    private final Variant.@Nullable Fitting family;
    /** Whether rows of one window count as one piece of evidence, though known columns are there to tell them apart. */
    private final boolean strict;

    public Judge(TrainingSpec spec) {
        this(spec, null);
    }

    Judge(TrainingSpec spec, @Nullable Taught taught) {
        this.spec = spec;
        this.family = taught == null ? null : taught.judged();
        this.strict = taught != null && taught.prefersPlain();
    }

    /** The rows of one window that a candidate's model of it had not seen. */
    private record Held(PartitionRows rows, Fitted fitted, Predictions predictions, NaiveErrors naive) {}

    /** How a candidate did. What a winner alone tells is worked out when it is asked for. */
    public static final class Outcome {

        private final Evaluation evaluation;
        private final Task task;
        private final ToDoubleFunction<Metric> measured;
        private final Supplier<@Nullable Holdout> holdout;

        private Outcome(Evaluation evaluation, Task task, ToDoubleFunction<Metric> measured,
                Supplier<@Nullable Holdout> holdout) {
            this.evaluation = evaluation;
            this.task = task;
            this.measured = measured;
            this.holdout = holdout;
        }

        public Evaluation evaluation() {
            return evaluation;
        }

        /** A metric over the judged rows of all windows together; null where they do not define it. */
        @Nullable
        Double metric(Metric metric) {
            double value = measured.applyAsDouble(metric);
            return Double.isFinite(value) ? value : null;
        }

        /** All metrics of the task that the rows define. */
        Map<Metric, Double> metrics() {
            Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
            for (Metric metric : Metric.fitting(task)) {
                Double value = metric(metric);
                if (value != null) {
                    metrics.put(metric, value);
                }
            }
            return metrics;
        }

        /** The newest judged rows, numbered among the labelled ones; null where nobody compares by them. */
        @Nullable
        Holdout holdout() {
            return holdout.get();
        }
    }

    /**
     * One window: what candidates learn from, and the rows that they are judged by.
     *
     * @param window the places of both
     */
    public record Trial(Lesson lesson, Windows.Window window, PartitionRows held, NaiveErrors naive) {

        /** The lesson of all rows, which takes over what this window's candidates worked out where it learns from the first ones. */
        Lesson followedBy(Lesson ofAll) {
            return isFirst(window.training()) ? ofAll.following(lesson) : ofAll;
        }

        private boolean isFollowedBy(Windows.Window next) {
            return isFirst(window.training()) && isFirst(next.training())
                    && window.training().length <= next.training().length;
        }

        /** Whether ascending places are those of the first rows. */
        private static boolean isFirst(int[] places) {
            return places.length > 0 && places[places.length - 1] == places.length - 1;
        }
    }

    /** The windows of rows, for all candidates. */
    public List<Trial> trials(PartitionRows rows, List<Windows.Window> windows, List<String> labels,
            Deadline deadline) {
        List<Trial> trials = new ArrayList<>();
        for (Windows.Window window : windows) {
            Lesson lesson = new Lesson(spec, rows.select(window.training()), labels, deadline, family);
            boolean follows = !trials.isEmpty() && trials.getLast().isFollowedBy(window);
            Lesson after = follows ? lesson.following(trials.getLast().lesson()) : lesson;
            trials.add(new Trial(after, window, rows.select(window.judged()), NaiveErrors.of(after)));
        }
        return trials;
    }

    /** Throws {@link CannotFit} where a window's rows cannot carry the candidate, or its numbers run away. */
    public Outcome judge(Variant candidate, List<Trial> trials, List<String> labels) {
        List<Held> judged = new ArrayList<>();
        double[][] residuals = new double[trials.size()][];
        for (int w = 0; w < trials.size(); w++) {
            Trial trial = trials.get(w);
            PartitionRows held = trial.held();
            Fitted fitted = candidate.fitting().fit(trial.lesson());
            Predictions predictions = fitted.model().predict(held);
            if (!isFinite(predictions)) {
                throw new CannotFit("[%s] predicts what is no number".formatted(candidate.name()));
            }
            judged.add(new Held(held, fitted, predictions, trial.naive()));
            residuals[w] = spec.task() == Task.CLASSIFICATION ? new double[0] : relativeResiduals(fitted, held);
        }
        double[] relative = Arrays.stream(residuals).flatMapToDouble(Arrays::stream).toArray();
        int[] places = trials.stream().flatMapToInt(trial -> IntStream.of(trial.window().judged())).toArray();
        boolean compared = trials.stream().allMatch(trial -> isCompared(trial.held()));
        if (spec.task() == Task.CLASSIFICATION) {
            LabelRows all = labelRows(judged, labels);
            return outcome(candidate, all,
                    () -> compared ? newest(Holdout.ofLabels(places, labels, all.probabilities())) : null);
        }
        Once<NumberRows> all = new Once<>(
                () -> numberRows(judged.stream().map(this::withIntervals).toList(), spec.intervals()));
        return outcome(candidate, numberRows(judged, List.of()), all, blocks(judged), relative,
                () -> compared ? newest(Holdout.ofNumbers(places, all.get())) : null);
    }

    private Held withIntervals(Held held) {
        Fitted fitted = held.fitted();
        Fitted calibrated = fitted.with(fitted.model().body()
                .withQuantiles(Intervals.calibrate(fitted, new double[0], spec.intervals())));
        return new Held(held.rows(), calibrated, calibrated.model().predict(held.rows()), held.naive());
    }

    /** What is worked out when it is first asked for: a loser's intervals nobody reads. */
    private static final class Once<T> implements Supplier<T> {

        private final Supplier<T> source;
        private @Nullable T value;

        Once(Supplier<T> source) {
            this.source = source;
        }

        @Override
        public T get() {
            T known = value == null ? source.get() : value;
            value = known;
            return known;
        }
    }

    private boolean isFinite(Predictions predictions) {
        return spec.task() == Task.CLASSIFICATION
                ? Arrays.stream(predictions.probabilities()).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)
                : Arrays.stream(predictions.value()).allMatch(Double::isFinite);
    }

    /** Without time nobody can tell which rows a champion has seen. */
    private boolean isCompared(PartitionRows rows) {
        return !spec.compared().isEmpty() && spec.timeAxis() != null && rows.hasTimes();
    }

    private Holdout newest(Holdout holdout) {
        Holdout newest = holdout.newest(MOST_KEPT);
        return spec.compared().stream().anyMatch(BY_INTERVALS::contains) ? newest : newest.withoutIntervals();
    }

    private Outcome outcome(Variant candidate, LabelRows rows, Supplier<@Nullable Holdout> holdout) {
        double[] losses = spec.metric().measure() instanceof LabelMeasure chosen ? chosen.losses(rows) : new double[0];
        return new Outcome(new Evaluation(candidate, losses, independent(losses.length), new double[0]), spec.task(),
                metric -> metric.measure() instanceof LabelMeasure measure ? measure.value(rows) : Double.NaN, holdout);
    }

    private Outcome outcome(Variant candidate, NumberRows rows, Supplier<NumberRows> withIntervals, int[] blocks,
            double[] relativeResiduals, Supplier<@Nullable Holdout> holdout) {
        double[] losses = spec.metric().measure() instanceof NumberMeasure chosen
                ? chosen.losses(BY_INTERVALS.contains(spec.metric()) ? withIntervals.get() : rows)
                : new double[0];
        return new Outcome(new Evaluation(candidate, losses, blocks, relativeResiduals), spec.task(),
                metric -> metric.measure() instanceof NumberMeasure measure
                        ? measure.value(BY_INTERVALS.contains(metric) ? withIntervals.get() : rows)
                        : Double.NaN,
                holdout);
    }

    /** The windows of one key's forecasts from its past alone, else the rows: what known columns leave of them errs by itself. */
    private int[] blocks(List<Held> judged) {
        int[] sizes = judged.stream().mapToInt(held -> held.rows().size()).toArray();
        boolean series = spec.task() == Task.FORECAST && (strict || !spec.hasKnownColumns())
                && Arrays.stream(sizes).allMatch(size -> size <= spec.horizon());
        return series ? sizes : independent(Arrays.stream(sizes).sum());
    }

    private static int[] independent(int rows) {
        int[] blocks = new int[rows];
        Arrays.fill(blocks, 1);
        return blocks;
    }

    private double[] relativeResiduals(Fitted fitted, PartitionRows held) {
        double[] scores = fitted.model().scores(held);
        ModelBody body = fitted.model().body();
        TargetTransform transform = body.link().transform();
        double[] residuals = new double[held.size()];
        for (int i = 0; i < residuals.length; i++) {
            double z = transform.forward(held.numbers(spec.schema().target())[i]);
            double residual = z - scores[i] - body.link().level();
            double expected = fitted.deviation() * spread(body, held, i);
            residuals[i] = expected > 0 && Double.isFinite(residual) ? residual / expected : 0;
        }
        return residuals;
    }

    /** How much wider than one step ahead a model expects its error to be. */
    private double spread(ModelBody body, PartitionRows held, int row) {
        TimeAxis axis = spec.timeAxis();
        return body.scorer() instanceof Scorer.Steps steps && body.origin() != null && axis != null
                ? steps.spread(axis.index(held.time(row)) - body.origin())
                : 1;
    }

    private static LabelRows labelRows(List<Held> judged, List<String> labels) {
        int total = judged.stream().mapToInt(held -> held.rows().size()).sum();
        int[] actual = new int[total];
        double[][] probabilities = new double[labels.size()][total];
        int at = 0;
        for (Held held : judged) {
            for (int i = 0; i < held.rows().size(); i++, at++) {
                actual[at] = labels.indexOf(Objects.requireNonNull(held.rows().label(i)));
                for (int k = 0; k < probabilities.length; k++) {
                    probabilities[k][at] = held.predictions().probabilities()[k][i];
                }
            }
        }
        return new LabelRows(actual, probabilities);
    }

    private NumberRows numberRows(List<Held> judged, List<Integer> intervals) {
        return new NumberRows(concatenated(judged, held -> held.rows().numbers(spec.schema().target())),
                concatenated(judged, held -> held.predictions().value()),
                IntStream.range(0, intervals.size())
                        .mapToObj(k -> concatenated(judged, held -> held.predictions().lower()[k]))
                        .toArray(double[][]::new),
                IntStream.range(0, intervals.size())
                        .mapToObj(k -> concatenated(judged, held -> held.predictions().upper()[k]))
                        .toArray(double[][]::new),
                intervals, concatenated(judged, held -> repeated(held, held.naive().absolute())),
                concatenated(judged, held -> repeated(held, held.naive().square())));
    }

    private static double[] concatenated(List<Held> judged, java.util.function.Function<Held, double[]> part) {
        return judged.stream().map(part).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] repeated(Held held, double value) {
        double[] values = new double[held.rows().size()];
        Arrays.fill(values, value);
        return values;
    }
}
