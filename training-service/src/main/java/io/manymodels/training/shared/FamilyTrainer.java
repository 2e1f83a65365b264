package io.manymodels.training.shared;

import io.manymodels.family.Task;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.Softmax;
import io.manymodels.model.Link;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.contest.FamilyEvidence;
import io.manymodels.training.contest.Windows;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Taught;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.TrainingSpec.Functional;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.TrainingRows;
import io.manymodels.training.tree.CorrectionFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains what the keys of a family teach together: trees that correct the keys' own linear models. They learn from what models
 * of a key's past predicted of rows that those had not seen, on origins that roll through the training rows. Half
 * of the correction is believed, unless the last windows of the keys, which the judged trees have not seen, speak against it. Not
 * thread-safe.
 */
public final class FamilyTrainer {

    private static final int LEAST_KEYS = 10;
    private static final int LEAST_EXAMPLES = 1_000;
    private static final int MOST_EXAMPLES = 60_000;
    /** Numbers that examples of before the windows, and those of the windows, have at most. */
    private static final int MOST_NUMBERS = 6_000_000;
    private static final int MOST_ORIGINS = 24;
    private static final int FOLDS = 3;
    /** Numbers that are held of all keys together. */
    private static final int MOST_CELLS = 10_000_000;
    private static final int ROWS_FOR_FEATURES = 5_000;
    private static final double HALF = 0.5;
    private static final double[] OTHER_WEIGHTS = {0.25, 0.75, 1};
    private static final double ERRORS_OF_GAIN = 2;

    private final TrainingSpec spec;
    private final Catalogue catalogue;
    private final @Nullable Variant own;
    private final PooledSample sample;
    private final List<PartitionRows> keys = new ArrayList<>();
    private long cells;

    public FamilyTrainer(TrainingSpec spec, Catalogue catalogue) {
        this.spec = spec;
        this.catalogue = catalogue;
        this.own = spec.timeAxis() != null && catalogue.chooses(spec, FamilyTrees.NAME) ? catalogue.linear(spec) : null;
        this.sample = new PooledSample(spec, ROWS_FOR_FEATURES);
    }

    /** Whether the spec asks for it at all. */
    public boolean isWanted() {
        return own != null;
    }

    /** Takes a partition's rows. */
    public void add(PartitionRows partition) {
        PartitionRows labelled = TrainingRows.labelled(spec, partition);
        long more = (long) labelled.size() * spec.schema().size();
        if (labelled.size() >= spec.minimumRows() && labelled.hasTimes() && cells + more <= MOST_CELLS) {
            cells += more;
            keys.add(labelled);
            sample.add(labelled);
        }
    }

    /**
     * A row that the key's own model had not seen.
     *
     * @param key its place
     * @param asked what the family's kernel is asked
     * @param own scores of the own model
     * @param target the residual over the key's scale, or the place of the label
     */
    private record Example(int key, double[] asked, double[] own, double target, double scale, double location,
            @Nullable Link link, double actual) {}

    /**
     * What the keys teach, whichever candidates they prefer; null where they are too few. Throws {@link Deadline.Passed}.
     */
    public @Nullable Taught train(Deadline deadline) {
        return own == null || keys.size() < LEAST_KEYS
                ? null
                : new Taught(correction(own, deadline), Taught.Order.NONE);
    }

    /** The same with the order of candidates that the keys prefer, which contests ask for. Throws {@link Deadline.Passed}. */
    public Taught ordered(Taught taught, Deadline deadline) {
        return new Taught(taught.correction(), FamilyEvidence.of(spec, taught.candidates(catalogue.variants(spec)),
                taught, keys, deadline));
    }

    private Taught.@Nullable Correction correction(Variant own, Deadline deadline) {
        Correction correction = Correction.of(spec, own, sample.rows(), labels());
        int share = Math.max(1,
                Math.min(MOST_EXAMPLES, MOST_NUMBERS / correction.width()) / keys.size());
        int origins = Math.clamp(share / Math.max(1, spec.horizon()), 2, MOST_ORIGINS);
        List<Example> early = examples(key -> early(correction, key, origins, share, deadline));
        List<Example> late = examples(key -> late(correction, key, share, deadline));
        if (early.size() < LEAST_EXAMPLES || late.isEmpty()) {
            return null;
        }
        boolean pointed = spec.functional() == Functional.LEAST_PERCENTAGE_ERROR
                && early.stream().allMatch(example -> example.link() != null
                        && example.link().transform() != TargetTransform.IDENTITY);
        // Side by side: whoever waits for what is taught waits for the slower of the two.
        List<Kernel.Shared> kernels = Stream.of(early, Stream.of(early, late).flatMap(List::stream).toList())
                .parallel().map(examples -> kernel(correction, examples, pointed, deadline)).toList();
        Kernel.Shared judged = kernels.getFirst();
        Kernel.Shared whole = kernels.getLast();
        double weight = weight(late, judged, pointed);
        if (weight == 0) {
            return null;
        }
        return new Taught.Correction(own, new Variant(FamilyTrees.NAME, Variant.FIRST, lesson -> {
            if (lesson.family() == null) {
                throw new CannotFit("its family taught nothing");
            }
            return lesson.family().fit(lesson);
        }), lesson -> correction.fit(lesson, judged, weight, pointed),
                lesson -> correction.fit(lesson, whole, weight, pointed), List.of(whole));
    }

    private List<String> labels() {
        TreeSet<String> labels = new TreeSet<>();
        keys.forEach(key -> labels.addAll(TrainingRows.labels(spec, key)));
        return List.copyOf(labels);
    }

    @FunctionalInterface
    private interface OfKey {
        List<Example> of(int key);
    }

    private List<Example> examples(OfKey ofKey) {
        return IntStream.range(0, keys.size()).parallel().boxed().flatMap(key -> ofKey.of(key).stream()).toList();
    }

    /** Every so many, where there are more than the share of one part of those of a key. */
    private static int[] thinned(int[] places, int share, int parts) {
        int most = Math.clamp(share / parts, 1, places.length);
        return IntStream.range(0, most).map(i -> places[(int) ((long) i * places.length / most)]).toArray();
    }

    /** Rows before the first window, each predicted by a model of the rows before it; without a horizon, of the other folds. */
    private List<Example> early(Correction correction, int key, int origins, int share, Deadline deadline) {
        PartitionRows all = keys.get(key);
        List<Windows.Window> windows = Windows.of(spec, all);
        if (windows.isEmpty()) {
            return List.of();
        }
        PartitionRows known = all.select(windows.getFirst().training());
        List<Windows.Window> parts = new ArrayList<>();
        if (spec.task() == Task.FORECAST) {
            TimeAxis axis = Objects.requireNonNull(spec.timeAxis());
            long last = axis.index(known.time(known.size() - 1));
            for (int o = 0; o < origins; o++) {
                parts.add(Windows.after(spec, axis, known, last - spec.lead() - (long) o * spec.horizon()));
            }
        } else {
            int n = known.size();
            for (int f = 0; f < FOLDS; f++) {
                int from = n * f / FOLDS;
                int to = n * (f + 1) / FOLDS;
                parts.add(new Windows.Window(IntStream.range(0, n).filter(i -> i < from || i >= to).toArray(),
                        IntStream.range(from, to).toArray()));
            }
        }
        return examples(correction, key, known, parts, share, deadline);
    }

    private List<Example> late(Correction correction, int key, int share, Deadline deadline) {
        PartitionRows all = keys.get(key);
        List<Windows.Window> windows = Windows.of(spec, all);
        // Without a horizon the windows follow each other, and one model of what lies before them all is enough.
        return examples(correction, key, all, spec.task() == Task.FORECAST || windows.isEmpty()
                ? windows
                : List.of(new Windows.Window(windows.getFirst().training(),
                        windows.stream().flatMapToInt(window -> IntStream.of(window.judged())).toArray())),
                share, deadline);
    }

    private List<Example> examples(Correction correction, int key, PartitionRows rows, List<Windows.Window> parts,
            int share, Deadline deadline) {
        List<Example> examples = new ArrayList<>();
        List<String> labels = TrainingRows.labels(spec, rows);
        for (Windows.Window part : parts) {
            if (part.training().length < spec.minimumRows() || part.judged().length == 0) {
                continue;
            }
            PartitionRows known = rows.select(part.training());
            PartitionRows held = rows.select(thinned(part.judged(), share, parts.size()));
            if (TrainingRows.constant(spec, known, labels)) {
                continue;
            }
            try {
                Correction.Base base = correction.base(new Lesson(spec, known, labels, deadline));
                examples.addAll(examples(base, key, held, labels));
            } catch (CannotFit e) {
                // What these rows cannot carry teaches nothing.
            }
        }
        return examples;
    }

    private List<Example> examples(Correction.Base base, int key, PartitionRows held, List<String> labels) {
        int outputs = base.kernel().outputs();
        double[] own = new double[held.size() * outputs];
        double[] asked = base.asked(held, own);
        int width = asked.length / held.size();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            double[] row = Arrays.copyOfRange(asked, i * width, (i + 1) * width);
            double[] scores = Arrays.copyOfRange(own, i * outputs, (i + 1) * outputs);
            if (!labels.isEmpty()) {
                examples.add(new Example(key, row, scores, labels.indexOf(held.label(i)), 1, 0, null, 0));
                continue;
            }
            Link link = base.body().link();
            double actual = held.numbers(spec.schema().target())[i];
            double location = link.location(scores[0]);
            double target = (link.transform().forward(actual) - location) / base.scale();
            if (Double.isFinite(target)) {
                examples.add(new Example(key, row, scores, target, base.scale(), location, link, actual));
            }
        }
        return examples;
    }

    private Kernel.Shared kernel(Correction correction, List<Example> examples, boolean pointed, Deadline deadline) {
        int width = correction.width();
        int labels = correction.labels().size();
        double[] matrix = matrix(examples, width);
        double[] targets = examples.stream().mapToDouble(Example::target).toArray();
        double[] scores = labels == 0
                ? new double[0]
                : examples.stream().flatMapToDouble(example -> Arrays.stream(example.own())).toArray();
        CorrectionFit.Loss loss = labels > 0
                ? CorrectionFit.Loss.LABELS
                : pointed ? CorrectionFit.Loss.PERCENTAGE : CorrectionFit.Loss.SQUARE;
        return new Kernel.Shared(0, width, CorrectionFit
                .fit(DenseData.of(matrix, examples.size(), width, targets, labels), scores, loss, deadline));
    }

    private static double[] matrix(List<Example> examples, int width) {
        double[] matrix = new double[examples.size() * width];
        for (int i = 0; i < examples.size(); i++) {
            System.arraycopy(examples.get(i).asked(), 0, matrix, i * width, width);
        }
        return matrix;
    }

    /**
     * Half, as of any two good models; 0 where that is worse than none by more than chance explains. Another weight where it is
     * clearly better, which a forecast's few windows cannot show: rows of one window err together, over all keys.
     */
    private double weight(List<Example> late, Kernel.Shared kernel, boolean pointed) {
        int outputs = kernel.outputs();
        double[] corrections = new double[late.size() * outputs];
        kernel.score(matrix(late, kernel.width()), late.size(), kernel.width(), corrections);
        double[] chosen = losses(late, corrections, outputs, HALF, pointed);
        Gain half = gain(late, losses(late, corrections, outputs, 0, pointed), chosen);
        if (half.mean() < -half.error()) {
            return 0;
        }
        double best = HALF;
        for (double weight : spec.task() == Task.FORECAST ? new double[0] : OTHER_WEIGHTS) {
            double[] losses = losses(late, corrections, outputs, weight, pointed);
            Gain gain = gain(late, chosen, losses);
            if (gain.mean() > ERRORS_OF_GAIN * gain.error()) {
                best = weight;
                chosen = losses;
            }
        }
        return best;
    }

    /** How much less the mean loss is, and the standard error of that: rows of one key err together. */
    private record Gain(double mean, double error) {}

    private Gain gain(List<Example> late, double[] before, double[] after) {
        double mean = 0;
        for (int i = 0; i < before.length; i++) {
            mean += (before[i] - after[i]) / before.length;
        }
        double[] sums = new double[keys.size()];
        for (int i = 0; i < before.length; i++) {
            sums[late.get(i).key()] += before[i] - after[i] - mean;
        }
        return new Gain(mean, Math.sqrt(Arrays.stream(sums).map(sum -> sum * sum).sum()) / before.length);
    }

    private double[] losses(List<Example> examples, double[] corrections, int outputs, double weight,
            boolean pointed) {
        double[] losses = new double[examples.size()];
        int labels = outputs == 1 ? 2 : outputs;
        double[] scores = new double[outputs];
        double[] probabilities = new double[labels];
        for (int i = 0; i < losses.length; i++) {
            Example example = examples.get(i);
            if (example.link() == null) {
                for (int k = 0; k < outputs; k++) {
                    scores[k] = example.own()[k] + weight * corrections[i * outputs + k];
                }
                Softmax.probabilities(scores, 0, outputs, labels, probabilities, 0);
                losses[i] = -Math.log(Math.max(1e-12, probabilities[(int) example.target()]));
                continue;
            }
            double correction = weight * corrections[i];
            if (pointed) {
                double point = example.location() + correction + (1 - weight) * example.link().shift();
                losses[i] = example.actual() == 0
                        ? 0
                        : Math.abs(1 - example.link().transform().inverse(point) / example.actual());
            } else {
                double error = correction - example.target();
                losses[i] = spec.functional() == Functional.MEAN ? error * error : Math.abs(error);
            }
        }
        return losses;
    }
}
