package io.manymodels.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A measure of labels. Of two labels, {@link Brier} and {@link RocArea} are those of the second; of more, the sum over
 * labels, and the mean of each against the rest. {@link MacroF1} is the mean over labels.
 */
public sealed interface LabelMeasure extends Measure {

    /** The measure of all rows; NaN where they do not define it. */
    double value(LabelRows rows);

    /** One loss a row; the lower their mean, the better the measure. */
    double[] losses(LabelRows rows);

    /** An aggregate over a table's rows that have an actual value and a prediction. */
    String sql(LabelColumns columns);

    /** Share of rows whose most probable label is the true one. */
    record Accuracy() implements LabelMeasure {
        @Override
        public double value(LabelRows rows) {
            return 1 - mean(losses(rows));
        }

        @Override
        public double[] losses(LabelRows rows) {
            return each(rows, i -> rows.predicted(i) == rows.actual()[i] ? 0 : 1);
        }

        @Override
        public String sql(LabelColumns columns) {
            return "avg(CASE WHEN actual = prediction THEN 1.0 ELSE 0.0 END)";
        }
    }

    /** Minus the logarithm of the true label's probability, held at 1e-15. */
    record LogLoss() implements LabelMeasure {
        private static final double LEAST = 1e-15;

        @Override
        public double value(LabelRows rows) {
            return mean(losses(rows));
        }

        @Override
        public double[] losses(LabelRows rows) {
            return each(rows, i -> -Math.log(Math.max(LEAST, rows.probabilities()[rows.actual()[i]][i])));
        }

        @Override
        public String sql(LabelColumns columns) {
            String ofActual = IntStream.range(0, columns.literals().size())
                    .mapToObj(k -> "WHEN %s THEN %s".formatted(columns.literals().get(k),
                            columns.probabilities().get(k)))
                    .collect(Collectors.joining(" ", "CASE actual ", " END"));
            return "-avg(ln(greatest(%s, 1e-15)))".formatted(ofActual);
        }
    }

    /** Squared error of the probabilities (Brier 1950). */
    record Brier() implements LabelMeasure {
        @Override
        public double value(LabelRows rows) {
            return mean(losses(rows));
        }

        @Override
        public double[] losses(LabelRows rows) {
            return each(rows, i -> {
                double sum = 0;
                for (int k = firstLabel(rows.labels()); k < rows.labels(); k++) {
                    double error = rows.probabilities()[k][i] - (rows.actual()[i] == k ? 1 : 0);
                    sum += error * error;
                }
                return sum;
            });
        }

        @Override
        public String sql(LabelColumns columns) {
            return labels(columns).stream()
                    .map(k -> "power(%s - CASE WHEN actual = %s THEN 1 ELSE 0 END, 2)".formatted(
                            columns.probabilities().get(k), columns.literals().get(k)))
                    .collect(Collectors.joining(" + ", "avg(", ")"));
        }
    }

    /** Harmonic mean of precision and recall, the mean over labels; 0 for a label that is never right. */
    record MacroF1() implements LabelMeasure {
        @Override
        public double value(LabelRows rows) {
            return IntStream.range(0, rows.labels()).mapToDouble(k -> ofLabel(rows, k)).average().orElse(Double.NaN);
        }

        private static double ofLabel(LabelRows rows, int label) {
            double hits = 0;
            double named = 0;
            for (int i = 0; i < rows.size(); i++) {
                hits += hits(rows, i, label);
                named += named(rows, i, label);
            }
            return named == 0 ? 0 : 2 * hits / named;
        }

        private static int hits(LabelRows rows, int row, int label) {
            return rows.actual()[row] == label && rows.predicted(row) == label ? 1 : 0;
        }

        private static int named(LabelRows rows, int row, int label) {
            return (rows.actual()[row] == label ? 1 : 0) + (rows.predicted(row) == label ? 1 : 0);
        }

        /** A quotient of means is made linear at its value, so that rows have losses whose mean is 1 - F1. */
        @Override
        public double[] losses(LabelRows rows) {
            double[] losses = new double[rows.size()];
            Arrays.fill(losses, 1);
            for (int k = 0; k < rows.labels(); k++) {
                double value = ofLabel(rows, k);
                double named = 0;
                for (int i = 0; i < losses.length; i++) {
                    named += named(rows, i, k);
                }
                for (int i = 0; i < losses.length; i++) {
                    double share = named == 0
                            ? 0
                            : value + (2.0 * hits(rows, i, k) - value * named(rows, i, k)) * losses.length / named;
                    losses[i] -= share / rows.labels();
                }
            }
            return losses;
        }

        @Override
        public String sql(LabelColumns columns) {
            return columns.literals().stream()
                    .map(label -> """
                    coalesce(2.0 * count(*) FILTER (WHERE actual = %1$s AND prediction = %1$s)
                      / nullif(count(*) FILTER (WHERE actual = %1$s) + count(*) FILTER (WHERE prediction = %1$s), 0), 0)"""
                            .formatted(label))
                    .collect(Collectors.joining(" + ", "(", ") / " + columns.literals().size()));
        }
    }

    /** Area under the ROC curve, ties counting half: Mann and Whitney's statistic. */
    record RocArea() implements LabelMeasure {
        @Override
        public double value(LabelRows rows) {
            return IntStream.range(firstLabel(rows.labels()), rows.labels()).mapToDouble(k -> {
                double[] placements = placements(rows, k);
                return Double.isNaN(placements[0]) ? Double.NaN : mean(placements);
            }).filter(Double::isFinite).average().orElse(Double.NaN);
        }

        /** Losses whose mean is 1 - AUC: the placements of DeLong et al. 1988. All 1 where there is one label alone. */
        @Override
        public double[] losses(LabelRows rows) {
            double[] losses = new double[rows.size()];
            int defined = 0;
            for (int k = firstLabel(rows.labels()); k < rows.labels(); k++) {
                double[] placements = placements(rows, k);
                if (!Double.isNaN(placements[0])) {
                    defined++;
                    for (int i = 0; i < losses.length; i++) {
                        losses[i] += placements[i];
                    }
                }
            }
            for (int i = 0; i < losses.length; i++) {
                losses[i] = defined == 0 ? 1 : 1 - losses[i] / defined;
            }
            return losses;
        }

        /**
         * For each row the share of rows of the other side that its score is on the right side of, weighted so that each side
         * has half the weight. All NaN where a side has no rows.
         */
        private static double[] placements(LabelRows rows, int label) {
            double[] scores = rows.probabilities()[label];
            int n = scores.length;
            Integer[] order = IntStream.range(0, n).boxed()
                    .sorted(java.util.Comparator.comparingDouble(i -> scores[i])).toArray(Integer[]::new);
            double positives = IntStream.of(rows.actual()).filter(actual -> actual == label).count();
            double negatives = n - positives;
            double[] placements = new double[n];
            if (positives == 0 || negatives == 0) {
                Arrays.fill(placements, Double.NaN);
                return placements;
            }
            double positivesBelow = 0;
            double negativesBelow = 0;
            int i = 0;
            while (i < n) {
                int j = i;
                double positivesHere = 0;
                // What is no number is a tie with its like: == would never end.
                while (j < n && Double.compare(scores[order[j]], scores[order[i]]) == 0) {
                    positivesHere += rows.actual()[order[j]] == label ? 1 : 0;
                    j++;
                }
                double negativesHere = j - i - positivesHere;
                for (int t = i; t < j; t++) {
                    placements[order[t]] = rows.actual()[order[t]] == label
                            ? (negativesBelow + negativesHere / 2) / negatives * n / (2 * positives)
                            : (positives - positivesBelow - positivesHere / 2) / positives * n / (2 * negatives);
                }
                positivesBelow += positivesHere;
                negativesBelow += negativesHere;
                i = j;
            }
            return placements;
        }

        @Override
        public String sql(LabelColumns columns) {
            return labels(columns).stream().map(k -> """
                    ((SELECT (sum(place) FILTER (WHERE hit) - hits * (hits + 1) / 2.0) / nullif(hits * (total - hits), 0)
                      FROM (SELECT place, hit, count(*) FILTER (WHERE hit) OVER () AS hits, count(*) OVER () AS total
                            FROM (SELECT actual = %1$s AS hit,
                                         rank() OVER (ORDER BY %2$s) + (count(*) OVER (PARTITION BY %2$s) - 1) / 2.0 AS place
                                  FROM %3$s WHERE actual IS NOT NULL AND %2$s IS NOT NULL) AS ranked) AS counted
                      GROUP BY hits, total))""".formatted(columns.literals().get(k), columns.probabilities().get(k),
                    columns.table()))
                    .collect(Collectors.joining(", ", "(SELECT avg(area) FROM (VALUES ", ") AS areas(area))"));
        }
    }

    private static int firstLabel(int labels) {
        return labels == 2 ? 1 : 0;
    }

    private static List<Integer> labels(LabelColumns columns) {
        int labels = columns.literals().size();
        return IntStream.range(firstLabel(labels), labels).boxed().toList();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double[] each(LabelRows rows, java.util.function.IntToDoubleFunction loss) {
        return IntStream.range(0, rows.size()).mapToDouble(loss).toArray();
    }
}
