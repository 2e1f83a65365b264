package io.manymodels.tribuo;

import io.manymodels.kernel.Kernel;
import java.util.Map;
import java.util.function.Supplier;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.Regressor;

/** A model of Tribuo that scores rows. Its bytes are Tribuo's own protobuf, provenance and all, behind what rows are made of. */
public final class TribuoKernel implements Kernel.Foreign {

    /** Bytes of Tribuo's protobuf that serving reads at most; {@link #bytes} throws for more. */
    public static final int LARGEST = Stored.LARGEST;

    /** What artefacts call it. */
    static final String NAME = "tribuo.model";
    /** Of the bytes around Tribuo's protobuf; the protobuf has versions of its own. */
    static final int VERSION = 1;
    /** A forest says 0 where no leaf has seen a label; a log-odds needs more than that. */
    private static final double LEAST_PROBABILITY = 1e-6;
    /** Bytes in memory for one of protobuf, about. */
    private static final int WEIGHT = 6;

    private final Columns columns;
    private final Target target;
    private final Answers answers;
    private final String[] names;
    private final Supplier<Stored> stored;

    private TribuoKernel(Columns columns, Target target, Model<?> model, Supplier<Stored> stored) {
        this.columns = columns;
        this.target = target;
        this.answers = target.labels() == 0
                ? new Numbers(model.castModel(Regressor.class), target)
                : new Labels(model.castModel(Label.class), target);
        this.names = Names.features(columns.width());
        this.stored = stored;
    }

    /** Of what a trainer made of examples with {@link Names}. */
    public static TribuoKernel of(Columns columns, Target target, Model<?> model) {
        // Most of what a contest fits is never stored.
        return new TribuoKernel(columns, target, model, () -> Stored.of(columns, target, model.serialize()));
    }

    static TribuoKernel of(Columns columns, Target target, Model<?> model, Stored stored) {
        TribuoKernel kernel = new TribuoKernel(columns, target, model, () -> stored);
        // What fits together in parts only shows when it is asked.
        kernel.score(new double[columns.width()], 1, columns.width(), new double[kernel.outputs()]);
        return kernel;
    }

    @Override
    public int outputs() {
        return target.outputs();
    }

    @Override
    public void score(double[] matrix, int rows, int width, double[] scores) {
        for (int i = 0; i < rows; i++) {
            answers.score(names, columns.of(matrix, i), scores, i * outputs());
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public byte[] bytes() {
        return stored.get().bytes().clone();
    }

    @Override
    public long weight() {
        Stored now = stored.get();
        return now.bytes().length + (long) WEIGHT * now.expanded();
    }

    /** Asks a model about one row. */
    private sealed interface Answers {
        void score(String[] names, double[] values, double[] scores, int at);
    }

    private record Numbers(Model<Regressor> model, Target target) implements Answers {

        private static final Regressor UNKNOWN = new Regressor(Names.TARGET, Double.NaN);

        @Override
        public void score(String[] names, double[] values, double[] scores, int at) {
            Prediction<Regressor> prediction = model.predict(new ArrayExample<>(UNKNOWN, names, values));
            scores[at] = target.shift() + target.scale() * prediction.getOutput().getValues()[0];
        }
    }

    private record Labels(Model<Label> model, Target target) implements Answers {

        private static final Label UNKNOWN = new Label(Names.label(0));

        @Override
        public void score(String[] names, double[] values, double[] scores, int at) {
            Map<String, Label> said = model.predict(new ArrayExample<>(UNKNOWN, names, values)).getOutputScores();
            if (target.outputs() == 1) {
                scores[at] = target.labels() == 1 ? 0 : logarithm(said, 1) - logarithm(said, 0);
            } else {
                for (int k = 0; k < target.labels(); k++) {
                    scores[at + k] = logarithm(said, k);
                }
            }
        }

        private static double logarithm(Map<String, Label> said, int label) {
            Label one = said.get(Names.label(label));
            return Math.log(one == null ? LEAST_PROBABILITY : Math.max(LEAST_PROBABILITY, one.getScore()));
        }
    }
}
