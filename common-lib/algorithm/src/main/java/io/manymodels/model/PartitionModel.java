package io.manymodels.model;

import io.manymodels.family.Task;
import io.manymodels.rows.PartitionRows;
import java.util.Arrays;
import java.util.List;
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

    /** @param storedBytes of the body in its pack, which tell how much memory the model takes */
    public PartitionModel(ModelHeader header, ModelBody body, int storedBytes) {
        this.header = header;
        this.body = body;
        this.weight = (long) (storedBytes * BYTES_PER_BYTE_STORED) + BYTES_OF_OBJECTS;
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
        boolean[] carried = new boolean[rows.size()];
        PartitionRows complete = complete(rows.conform(header.schema()), carried);
        double[] scores = scores(complete);
        return header.task() == Task.CLASSIFICATION ? labelled(scores, carried) : numbers(scores, carried);
    }

    /** Scores before calibration, rows x outputs: what residuals are measured on. */
    public double[] locations(PartitionRows rows) {
        return scores(complete(rows.conform(header.schema()), new boolean[rows.size()]));
    }

    private double[] scores(PartitionRows rows) {
        double[] matrix = body.recipe().matrix(rows, header.timeAxis(), body.history());
        double[] scores = new double[rows.size() * body.kernel().outputs()];
        body.kernel().addScores(matrix, rows.size(), body.recipe().width(), 1, scores);
        return scores;
    }

    private PartitionRows complete(PartitionRows rows, boolean[] carried) {
        PartitionRows complete = rows;
        for (ModelBody.Default substitute : body.defaults()) {
            int column = substitute.column();
            double[] numbers = null;
            @Nullable
            String[] texts = null;
            for (int i = 0; i < rows.size(); i++) {
                if (!rows.isMissing(column, i)) {
                    continue;
                }
                carried[i] |= substitute.carried();
                if (header.schema().column(column).type().isText()) {
                    texts = texts == null ? rows.texts(column).clone() : texts;
                    texts[i] = substitute.text();
                } else {
                    numbers = numbers == null ? rows.numbers(column).clone() : numbers;
                    numbers[i] = substitute.number();
                }
            }
            if (numbers != null) {
                complete = complete.withNumbers(column, numbers);
            } else if (texts != null) {
                complete = complete.withTexts(column, texts);
            }
        }
        return complete;
    }

    private Predictions numbers(double[] scores, boolean[] carried) {
        ModelBody.Calibration calibration = body.calibration();
        int n = scores.length;
        int intervals = calibration.lower().length;
        double[] value = new double[n];
        double[][] lower = new double[intervals][n];
        double[][] upper = new double[intervals][n];
        for (int i = 0; i < n; i++) {
            double location = Math.clamp(scores[i] + calibration.level(), calibration.floor(), calibration.ceiling());
            value[i] = outcome(location + calibration.shift());
            for (int k = 0; k < intervals; k++) {
                lower[k][i] = Math.min(value[i], outcome(location + calibration.lower()[k]));
                upper[k][i] = Math.max(value[i], outcome(location + calibration.upper()[k]));
            }
        }
        return new Predictions(value, lower, upper, List.of(), new double[0][], new int[0], carried);
    }

    private double outcome(double location) {
        double value = body.calibration().transform().inverse(location);
        return body.calibration().nonNegative() ? Math.max(0, value) : value;
    }

    private Predictions labelled(double[] scores, boolean[] carried) {
        int labels = body.labels().size();
        int outputs = body.kernel().outputs();
        int n = carried.length;
        double[] value = new double[n];
        double[][] probabilities = new double[labels][n];
        int[] label = new int[n];
        for (int i = 0; i < n; i++) {
            double[] row = Softmax.probabilities(scores, i * outputs, outputs, labels);
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
        return "%s model of %s, %d features, origin %s".formatted(body.algorithm(), header.family(),
                body.recipe().width(), Arrays.toString(body.history().indexes().length == 0
                        ? new long[0]
                        : new long[] {body.history().indexes()[body.history().indexes().length - 1]}));
    }
}
