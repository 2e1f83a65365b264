package io.manymodels.model;

import io.manymodels.family.Task;
import io.manymodels.kernel.Softmax;
import io.manymodels.rows.LastValues;
import io.manymodels.rows.PartitionRows;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that can predict. Immutable and thread-safe. What it answers for a row depends on that row alone, so batch and
 * realtime agree to the last bit.
 */
public final class PartitionModel {

    private static final double BYTES_PER_BYTE_STORED = 2;
    private static final long BYTES_OF_OBJECTS = 2048;

    private final ModelHeader header;
    private final ModelBody body;
    private final long weight;

    public PartitionModel(ModelHeader header, ModelBody body) {
        this(header, body, 0);
    }

    /** @param storedBytes length of the body's artefact */
    public PartitionModel(ModelHeader header, ModelBody body, int storedBytes) {
        this.header = header;
        this.body = body;
        this.weight = (long) (storedBytes * BYTES_PER_BYTE_STORED) + BYTES_OF_OBJECTS
                + Scoring.foreignWeight(body.scorer());
    }

    public ModelHeader header() {
        return header;
    }

    public ModelBody body() {
        return body;
    }

    public String algorithm() {
        return body.algorithm();
    }

    /** The labels of a classification in alphabetical order; empty otherwise. */
    public List<String> labels() {
        return body.labels();
    }

    /** Bytes that it takes in memory, about. */
    public long weight() {
        return weight;
    }

    /**
     * Predicts rows of any schema: columns are found by name. A column that is missing takes the key's own static value, or
     * the last value of a known column; the prediction says so for the latter.
     */
    public Predictions predict(PartitionRows rows) {
        return predict(rows, null);
    }

    /**
     * The same with a model that many keys share.
     *
     * @param last what the key's columns held last, in the schema of the rows; null for a model of its own, which knows
     */
    public Predictions predict(PartitionRows rows, @Nullable LastValues last) {
        boolean[] carried = new boolean[rows.size()];
        AskedRows asked = asked(last == null ? rows : last.complete(rows, carried), carried);
        double[] scores = Scoring.scores(body, asked);
        return header.task() == Task.CLASSIFICATION ? labelled(scores, carried) : numbers(scores, asked, carried);
    }

    /**
     * Why {@link #predict} says what it says, of the same rows.
     *
     * @param last what the key's columns held last; null for a model of its own
     */
    public Explanations explain(PartitionRows rows, @Nullable LastValues last) {
        String unexplained = Explainer.missing(body);
        boolean[] carried = new boolean[rows.size()];
        return unexplained == null
                ? new Explanations(
                        Explainer.of(header, body, asked(last == null ? rows : last.complete(rows, carried), carried)),
                        null)
                : new Explanations(List.of(),
                        "The model of [%s] cannot be explained: %s".formatted(algorithm(), unexplained));
    }

    /**
     * How much each column moves the scores of rows: the mean size of what it adds, by the names of {@link Explanation}. Empty
     * where the model does not tell.
     */
    public Map<String, Double> importance(PartitionRows rows) {
        return Explainer.missing(body) == null
                ? Explainer.sizes(header, body, asked(rows, new boolean[rows.size()]))
                : Map.of();
    }

    /** Scores before the link, rows x outputs: what residuals are measured on. */
    public double[] scores(PartitionRows rows) {
        return Scoring.scores(body, asked(rows, new boolean[rows.size()]));
    }

    private AskedRows asked(PartitionRows rows, boolean[] carried) {
        return AskedRows.of(body.substitutes().complete(rows.conform(header.schema()), carried), header, body);
    }

    private Predictions numbers(double[] scores, AskedRows rows, boolean[] carried) {
        Link link = body.link();
        ResidualQuantiles quantiles = body.quantiles();
        int intervals = quantiles.intervals();
        double[] value = new double[scores.length];
        double[][] lower = new double[intervals][scores.length];
        double[][] upper = new double[intervals][scores.length];
        for (int i = 0; i < scores.length; i++) {
            double location = link.location(scores[i]);
            value[i] = link.outcome(location + link.shift());
            int column = quantiles.leads() == 0 ? 0 : quantiles.column(rows.lead(i));
            double spread = Scoring.spread(body.scorer(), rows, i);
            for (int k = 0; k < intervals; k++) {
                lower[k][i] = Math.min(value[i], link.outcome(location + quantiles.lower()[k][column] * spread));
                upper[k][i] = Math.max(value[i], link.outcome(location + quantiles.upper()[k][column] * spread));
            }
        }
        return new Predictions(value, lower, upper, List.of(), new double[0][], new int[0], carried);
    }

    private Predictions labelled(double[] scores, boolean[] carried) {
        int labels = body.labels().size();
        int outputs = body.scorer().outputs();
        double[] value = new double[carried.length];
        double[][] probabilities = new double[labels][carried.length];
        int[] label = new int[carried.length];
        double[] row = new double[labels];
        for (int i = 0; i < carried.length; i++) {
            Softmax.probabilities(scores, i * outputs, outputs, labels, row, 0);
            for (int k = 0; k < labels; k++) {
                probabilities[k][i] = row[k];
                if (row[k] > row[label[i]]) {
                    label[i] = k;
                }
            }
            value[i] = row[label[i]];
        }
        return new Predictions(value, new double[0][], new double[0][], body.labels(), probabilities, label, carried);
    }

    @Override
    public String toString() {
        return "%s model of %s".formatted(body.algorithm(), header.family());
    }
}
