package io.manymodels.training.trainer;

import io.manymodels.family.Algorithm;
import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.model.Scorer;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.Substitutes;
import io.manymodels.rows.TimeAxis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fits one candidate to rows. What comes out has seen these rows alone. */
final class PartitionFitter {

    /** The most that the variance of residuals on a logarithmic scale may move a point. */
    private static final double MOST_VARIANCE = 1.5;
    /** Least expected percentage error of a lognormal lies at exp(mu - sigma^2); estimates of sigma^2 are noisy. */
    private static final double PERCENTAGE_ERROR_SHIFT = 0.9;
    private static final double FORECAST_PENALTY = 8;
    private static final double TABULAR_PENALTY = 10;

    private final TrainingSpec spec;
    private final ModelHeader header;
    private final DenseTrainers trainers;

    PartitionFitter(TrainingSpec spec, ModelHeader header, DenseTrainers trainers) {
        this.spec = spec;
        this.header = header;
        this.trainers = trainers;
    }

    /** The penalty of linear models on standardised columns. */
    static double penalty(TrainingSpec spec) {
        return spec.task() == Task.FORECAST ? FORECAST_PENALTY : TABULAR_PENALTY;
    }

    /**
     * @param rows labelled, ascending in time where there is time
     * @param labels of a classification, in alphabetical order
     */
    Fitted fit(Candidate candidate, PartitionRows rows, List<String> labels, Deadline deadline) {
        deadline.check();
        return spec.task() == Task.CLASSIFICATION
                ? classification(candidate, rows, RecipeBuilder.tabular(spec, rows), labels, deadline)
                : numbers(candidate, rows, deadline);
    }

    private Fitted numbers(Candidate candidate, PartitionRows rows, Deadline deadline) {
        double[] y = rows.numbers(rows.schema().target());
        TargetTransform transform = candidate.algorithm() == Algorithm.MEAN
                ? TargetTransform.IDENTITY
                : Transforms.choose(y, spec.task());
        double[] z = Transforms.forward(transform, y);
        History history = history(rows, z);
        return switch (candidate.algorithm()) {
            case NAIVE ->
                constant(candidate, rows, transform, z, z[z.length - 1], Baselines.naiveErrors(spec, rows, z), true);
            case SEASONAL_NAIVE -> seasonal(candidate, rows, transform, z, history);
            case MEAN -> {
                double point = Baselines.point(spec, y);
                double[] residuals = Arrays.stream(y).map(value -> value - point).toArray();
                yield constant(candidate, rows, transform, z, point, residuals, true);
            }
            default -> {
                FeatureRecipe recipe = spec.task() == Task.FORECAST
                        ? RecipeBuilder.forecast(spec, rows, candidate, transform != TargetTransform.IDENTITY)
                        : RecipeBuilder.tabular(spec, rows);
                yield regression(candidate.algorithm(), rows, recipe, transform, z, history, deadline, true);
            }
        };
    }

    /** A ridge or boosted trees on a recipe's features. */
    Fitted regression(Algorithm algorithm, PartitionRows rows, FeatureRecipe recipe, TargetTransform transform,
            double[] z,
            History history, Deadline deadline, boolean own) {
        double[] matrix = recipe.matrix(rows, spec.timeAxis(), history);
        DenseData data = new DenseData(matrix, rows.size(), recipe.width(), z, 0);
        Kernel kernel = algorithm == Algorithm.RIDGE
                ? trainers.ridge(penalty(spec)).fit(data, deadline)
                : trainers.trees(rows.size()).fit(data, deadline);
        double[] fitted = new double[rows.size()];
        kernel.score(matrix, rows.size(), recipe.width(), fitted);
        double[] residuals = new double[rows.size()];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = z[i] - fitted[i];
        }
        double parameters = algorithm == Algorithm.RIDGE
                ? Math.min(recipe.width() + 1.0, rows.size() / 2.0)
                : rows.size() / 4.0;
        boolean levelled = own && spec.task() == Task.FORECAST && spec.timeAxis() != null;
        double level = levelled ? Residuals.level(residuals, indexes(rows), spec.gap() + (spec.horizon() + 1) / 2) : 0;
        return fitted(algorithm, rows, recipe, kernel, history, transform, z, level, residuals, parameters, own);
    }

    /** The same score for every row. */
    Fitted constant(Candidate candidate, PartitionRows rows, TargetTransform transform, double[] z, double value,
            double[] residuals, boolean own) {
        Kernel kernel = new Kernel.Linear(1, new double[] {value}, new double[0], new double[0]);
        return fitted(candidate.algorithm(), rows, new FeatureRecipe(List.of()), kernel, History.NONE, transform, z, 0,
                residuals, 1, own);
    }

    private Fitted seasonal(Candidate candidate, PartitionRows rows, TargetTransform transform, double[] z,
            History history) {
        int season = spec.timeAxis() == null ? 1 : spec.timeAxis().seasonLength();
        FeatureRecipe recipe = new FeatureRecipe(List.of(new FeatureTerm.SameSeason(season)));
        Kernel kernel = new Kernel.Linear(1, new double[] {0}, new double[] {1}, new double[] {z[z.length - 1]});
        double[] same = recipe.matrix(rows, spec.timeAxis(), history);
        double[] residuals = new double[z.length];
        int count = 0;
        for (int i = 0; i < z.length; i++) {
            if (!Double.isNaN(same[i])) {
                residuals[count++] = z[i] - same[i];
            }
        }
        return fitted(candidate.algorithm(), rows, recipe, kernel, history, transform, z, 0,
                Arrays.copyOf(residuals, count), 1, true);
    }

    private Fitted fitted(Algorithm algorithm, PartitionRows rows, FeatureRecipe recipe, Kernel kernel, History history,
            TargetTransform transform, double[] z, double level, double[] residuals, double parameters, boolean own) {
        double deviation = Residuals.deviation(residuals, parameters);
        double least = Arrays.stream(z).min().orElse(0);
        double most = Arrays.stream(z).max().orElse(0);
        double room = 0.5 * (most - least) + 1e-9;
        boolean nonNegative = Arrays.stream(rows.numbers(rows.schema().target())).allMatch(y -> y >= 0);
        double shift = algorithm == Algorithm.MEAN ? 0 : shift(transform, deviation, residuals);
        Link link = new Link(transform, level, shift, least - room, most + room, nonNegative);
        History kept = recipe.reach() == 0
                ? History.NONE
                : history.since(history.indexes()[history.indexes().length - 1] - recipe.reach() - 1);
        ModelBody body = new ModelBody(algorithm.wire(), origin(rows, own), new Scorer.Rows(recipe, kept, kernel),
                List.of(), link, ResidualQuantiles.NONE, own ? substitutes(rows) : Substitutes.NONE);
        return new Fitted(new PartitionModel(header, body), residuals, deviation);
    }

    /** Where the leads of a key's own forecasts are counted from. */
    private @Nullable Long origin(PartitionRows rows, boolean own) {
        TimeAxis axis = spec.timeAxis();
        return own && axis != null && spec.task() == Task.FORECAST ? axis.index(rows.time(rows.size() - 1)) : null;
    }

    private double shift(TargetTransform transform, double deviation, double[] residuals) {
        double variance = Math.min(MOST_VARIANCE, deviation * deviation);
        boolean logarithmic = transform != TargetTransform.IDENTITY;
        return switch (spec.functional()) {
            case MEAN -> logarithmic ? 0.5 * variance : 0;
            case MEDIAN -> logarithmic || residuals.length == 0
                    ? 0
                    : Residuals.median(residuals) * residuals.length / (residuals.length + 20.0);
            case LEAST_PERCENTAGE_ERROR -> logarithmic ? -PERCENTAGE_ERROR_SHIFT * variance : 0;
        };
    }

    Fitted classification(Candidate candidate, PartitionRows rows, FeatureRecipe recipe, List<String> labels,
            Deadline deadline) {
        double[] classes = new double[rows.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = labels.indexOf(rows.label(i));
        }
        FeatureRecipe used = candidate.algorithm() == Algorithm.MAJORITY_CLASS ? new FeatureRecipe(List.of()) : recipe;
        DenseData data = new DenseData(used.matrix(rows, spec.timeAxis(), History.NONE), rows.size(), used.width(),
                classes, labels.size());
        Kernel kernel = switch (candidate.algorithm()) {
            case MAJORITY_CLASS -> Baselines.shares(data);
            case BOOSTED_TREES -> trainers.classTrees(rows.size()).fit(data, deadline);
            default -> trainers.logistic(penalty(spec)).fit(data, deadline);
        };
        ModelBody body = new ModelBody(candidate.algorithm().wire(), null, new Scorer.Rows(used, History.NONE, kernel),
                labels, Link.IDENTITY, ResidualQuantiles.NONE, Substitutes.NONE);
        return new Fitted(new PartitionModel(header, body), new double[0], 0);
    }

    /** The key's constants, and for forecasts the last values of columns that should be known. */
    private Substitutes substitutes(PartitionRows rows) {
        List<Substitutes.Substitute> list = new ArrayList<>();
        for (int column : rows.schema().withRole(ColumnRole.STATIC)) {
            addLast(rows, column, false, list);
        }
        if (spec.task() == Task.FORECAST) {
            for (int column : rows.schema().withRole(ColumnRole.KNOWN)) {
                addLast(rows, column, true, list);
            }
        }
        return new Substitutes(list);
    }

    private static void addLast(PartitionRows rows, int column, boolean carried,
            List<Substitutes.Substitute> list) {
        Column described = rows.schema().column(column);
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (!rows.isMissing(column, i)) {
                list.add(described.type().isText()
                        ? new Substitutes.Substitute(column, Double.NaN, rows.texts(column)[i], carried)
                        : new Substitutes.Substitute(column, rows.numbers(column)[i], null, carried));
                return;
            }
        }
    }

    private History history(PartitionRows rows, double[] z) {
        if (spec.timeAxis() == null || spec.task() != Task.FORECAST) {
            return History.NONE;
        }
        int[] observed = RecipeBuilder.numericObserved(rows);
        double[][] series = new double[1 + observed.length][];
        series[0] = z;
        for (int s = 0; s < observed.length; s++) {
            series[1 + s] = rows.numbers(observed[s]);
        }
        return new History(indexes(rows), series);
    }

    private long[] indexes(PartitionRows rows) {
        TimeAxis axis = java.util.Objects.requireNonNull(spec.timeAxis());
        return Arrays.stream(rows.times()).map(axis::index).toArray();
    }
}
