package io.manymodels.metric;

import java.util.List;
import java.util.function.Function;

/**
 * A measure of numbers: the sum of a term over rows, over the sum of another. Rows whose term is missing do not count.
 *
 * @param error of a row, given the intervals in percent
 * @param weight of a row
 * @param scale of the result
 * @param level over which rows it is taken
 */
public record NumberMeasure(Function<List<Integer>, Term> error, Term weight, Scale scale,
        Level level) implements Measure {

    private static final Term ACTUAL = new Term.Actual();
    private static final Term ERROR = new Term.Minus(new Term.Predicted(), ACTUAL);
    private static final Term ABSOLUTE = new Term.Absolute(ERROR);
    private static final Term SQUARE = new Term.Times(ERROR, ERROR);
    private static final Term ONE = new Term.Constant(1);
    private static final Term SIZE = new Term.Absolute(ACTUAL);

    /** |error| over |actual|; rows with an actual of 0 do not count. In percent. */
    public static final NumberMeasure MAPE = of(new Term.Over(ABSOLUTE, SIZE), ONE, Scale.PERCENT);
    /** Sum of |error| over the sum of |actual|, in percent. */
    public static final NumberMeasure WMAPE = of(ABSOLUTE, SIZE, Scale.PERCENT);
    /** |error| over the mean of |actual| and |prediction|, 0 where both are 0; in percent (Makridakis and Hibon 2000). */
    public static final NumberMeasure SMAPE = of(
            new Term.Otherwise(new Term.Over(new Term.Times(new Term.Constant(2), ABSOLUTE),
                    new Term.Plus(SIZE, new Term.Absolute(new Term.Predicted()))),
                    new Term.Times(ABSOLUTE, new Term.Constant(0))),
            ONE, Scale.PERCENT);
    /** |error| over that of the seasonal naive forecast in training (Hyndman and Koehler 2006). */
    public static final NumberMeasure MASE = of(new Term.Over(ABSOLUTE, new Term.NaiveError()), ONE, Scale.PLAIN);
    /** Root of the squared error over that of the seasonal naive forecast in training, mean over series (M5 2020). */
    public static final NumberMeasure RMSSE = new NumberMeasure(
            _ -> new Term.Over(SQUARE, new Term.NaiveSquare()), ONE, Scale.ROOT, Level.SERIES);
    /** Root of the mean squared error. */
    public static final NumberMeasure RMSE = of(SQUARE, ONE, Scale.ROOT);
    /** Mean of |error|. */
    public static final NumberMeasure MAE = of(ABSOLUTE, ONE, Scale.PLAIN);
    /** Sum of errors over the sum of |actual|, in percent: above 0 where predictions are too high. */
    public static final NumberMeasure BIAS = of(ERROR, SIZE, Scale.PERCENT);
    /** Mean quantile loss over the median and the bounds of all intervals (Koenker and Bassett 1978). */
    public static final NumberMeasure PINBALL = new NumberMeasure(NumberMeasure::pinball, ONE, Scale.PLAIN, Level.ROWS);
    /** Share of the actual values inside the first interval, in percent. */
    public static final NumberMeasure COVERAGE = new NumberMeasure(NumberMeasure::covered, ONE, Scale.PERCENT,
            Level.ROWS);
    /** Width of the first interval, and 2 / alpha of how far the actual value lies outside (Winkler 1972). */
    public static final NumberMeasure WINKLER = new NumberMeasure(NumberMeasure::winkler, ONE, Scale.PLAIN, Level.ROWS);

    /** What becomes of the quotient. */
    public enum Scale {
        PLAIN(1), PERCENT(100), ROOT(1) {
            @Override
            double of(double quotient) {
                return Math.sqrt(quotient);
            }

            @Override
            String sql(String quotient) {
                return "sqrt(%s)".formatted(quotient);
            }
        };

        private final double factor;

        Scale(double factor) {
            this.factor = factor;
        }

        double of(double quotient) {
            return factor * quotient;
        }

        String sql(String quotient) {
            return factor == 1 ? quotient : "%s * %s".formatted(factor, quotient);
        }
    }

    /** Over which rows the quotient is taken. */
    public enum Level {
        /** Over all rows at once. */
        ROWS {
            @Override
            String sql(String aggregate, NumberColumns columns) {
                return aggregate;
            }
        },
        /** Over each series and origin, and then the mean of these. */
        SERIES {
            @Override
            String sql(String aggregate, NumberColumns columns) {
                return "(SELECT avg(value) FROM (SELECT %s AS value FROM %s%s) AS by_series)".formatted(aggregate,
                        columns.table(),
                        columns.series().isEmpty() ? "" : " GROUP BY " + String.join(", ", columns.series()));
            }
        };

        abstract String sql(String aggregate, NumberColumns columns);
    }

    private static NumberMeasure of(Term error, Term weight, Scale scale) {
        return new NumberMeasure(_ -> error, weight, scale, Level.ROWS);
    }

    private static Term pinball(List<Integer> intervals) {
        Term sum = pinball(new Term.Predicted(), 0.5);
        for (int k = 0; k < intervals.size(); k++) {
            double tail = tail(intervals.get(k));
            sum = new Term.Plus(sum, new Term.Plus(pinball(new Term.Lower(k), tail),
                    pinball(new Term.Upper(k), 1 - tail)));
        }
        return new Term.Over(sum, new Term.Constant(1 + 2.0 * intervals.size()));
    }

    private static Term pinball(Term quantile, double probability) {
        Term above = new Term.Minus(ACTUAL, quantile);
        Term below = new Term.Minus(quantile, ACTUAL);
        return new Term.Plus(new Term.Times(new Term.Constant(probability), new Term.Positive(above)),
                new Term.Times(new Term.Constant(1 - probability), new Term.Positive(below)));
    }

    private static Term covered(List<Integer> intervals) {
        if (intervals.isEmpty()) {
            return new Term.Constant(Double.NaN);
        }
        return new Term.Times(new Term.AtLeastZero(new Term.Minus(ACTUAL, new Term.Lower(0))),
                new Term.AtLeastZero(new Term.Minus(new Term.Upper(0), ACTUAL)));
    }

    private static Term winkler(List<Integer> intervals) {
        if (intervals.isEmpty()) {
            return new Term.Constant(Double.NaN);
        }
        Term lower = new Term.Lower(0);
        Term upper = new Term.Upper(0);
        Term outside = new Term.Plus(new Term.Positive(new Term.Minus(lower, ACTUAL)),
                new Term.Positive(new Term.Minus(ACTUAL, upper)));
        return new Term.Plus(new Term.Minus(upper, lower),
                new Term.Times(new Term.Constant(1 / tail(intervals.getFirst())), outside));
    }

    private static double tail(int interval) {
        return (1 - interval / 100.0) / 2;
    }

    /** The measure of all rows as those of one series; NaN where no row counts. */
    public double value(NumberRows rows) {
        Term term = error.apply(rows.intervals());
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < rows.size(); i++) {
            double value = term.at(rows, i);
            if (!Double.isNaN(value)) {
                sum += value;
                weights += weight.at(rows, i);
            }
        }
        return weights == 0 ? Double.NaN : scale.of(sum / weights);
    }

    /**
     * One loss a row; the lower their mean, the better the measure. A row that does not count has 0, one whose prediction is
     * missing NaN. Where no row counts, losses are absolute errors: something has to choose.
     */
    public double[] losses(NumberRows rows) {
        Term term = error.apply(rows.intervals());
        double[] losses = new double[rows.size()];
        int counted = 0;
        for (int i = 0; i < losses.length; i++) {
            double value = term.at(rows, i);
            counted += Double.isNaN(value) ? 0 : 1;
            losses[i] = Double.isNaN(rows.predicted()[i]) || Double.isNaN(value) && !absent(rows, i)
                    ? Double.NaN
                    : Double.isNaN(value) ? 0 : value;
        }
        for (int i = 0; counted == 0 && i < losses.length; i++) {
            losses[i] = ABSOLUTE.at(rows, i);
        }
        return losses;
    }

    /** Whether the measure says nothing of a row whoever predicts it, so that it must not count against a model. */
    private boolean absent(NumberRows rows, int row) {
        double actual = rows.actual()[row];
        double[] same = {actual};
        double[][] bounds = new double[rows.lower().length][];
        java.util.Arrays.fill(bounds, same);
        NumberRows perfect = new NumberRows(same, same, bounds, bounds, rows.intervals(),
                new double[] {rows.naiveErrors()[row]}, new double[] {rows.naiveSquares()[row]});
        return Double.isNaN(error.apply(rows.intervals()).at(perfect, 0));
    }

    /** An aggregate over a table's rows that have an actual value and a prediction. */
    public String sql(NumberColumns columns) {
        String term = error.apply(columns.intervals()).sql(columns);
        String quotient = weight.equals(ONE)
                ? "avg(%s)".formatted(term)
                : "(sum(%1$s) / nullif(sum(%2$s) FILTER (WHERE %1$s IS NOT NULL), 0))".formatted(term,
                        weight.sql(columns));
        return level.sql(scale.sql(quotient), columns);
    }
}
