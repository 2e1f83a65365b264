package io.manymodels.training.contest;

import io.manymodels.family.Task;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Cuts rows into parts to train on and parts to judge by. With time, training always lies before judging. */
public final class Windows {

    private static final double JUDGED_SHARE = 0.3;
    private static final int LEAST_ROWS_TO_TRAIN = 8;

    /** Places of rows. */
    public record Window(int[] training, int[] judged) {}

    private Windows() {}

    /** The windows that a model is chosen by; none where there are too few rows. */
    public static List<Window> of(TrainingSpec spec, PartitionRows rows) {
        if (spec.task() == Task.FORECAST && spec.timeAxis() != null) {
            return rolling(spec, spec.timeAxis(), rows);
        }
        return rows.hasTimes() && spec.timeAxis() != null
                ? lastParts(rows, spec.windows())
                : folds(rows.size(), Math.max(2, spec.windows()), 0);
    }

    /** Rolling origins counted back from the last row, one horizon apart. */
    private static List<Window> rolling(TrainingSpec spec, TimeAxis axis, PartitionRows rows) {
        long[] indexes = axis.indexes(rows.times());
        long last = indexes[indexes.length - 1];
        List<Window> windows = new ArrayList<>();
        for (int w = spec.windows(); w >= 1; w--) {
            long cutoff = last - spec.gap() - (long) w * spec.horizon();
            Window window = after(spec, indexes, cutoff);
            if (window.training().length >= LEAST_ROWS_TO_TRAIN && window.judged().length > 0) {
                windows.add(window);
            }
        }
        return windows;
    }

    /** Rows up to the step {@code cutoff}, and the horizon after the gap. */
    public static Window after(TrainingSpec spec, TimeAxis axis, PartitionRows rows, long cutoff) {
        return after(spec, axis.indexes(rows.times()), cutoff);
    }

    private static Window after(TrainingSpec spec, long[] indexes, long cutoff) {
        return new Window(within(indexes, Long.MIN_VALUE, cutoff),
                within(indexes, cutoff + spec.gap() + 1, cutoff + spec.lead()));
    }

    /** Places of the indexes in [from, to]. A loop, as this is asked for each row of a family. */
    private static int[] within(long[] indexes, long from, long to) {
        int size = 0;
        for (long index : indexes) {
            size += index >= from && index <= to ? 1 : 0;
        }
        int[] places = new int[size];
        for (int i = 0, at = 0; at < size; i++) {
            if (indexes[i] >= from && indexes[i] <= to) {
                places[at++] = i;
            }
        }
        return places;
    }

    /** The last part of the rows in equal windows, each judged by a model of all rows before it. */
    private static List<Window> lastParts(PartitionRows rows, int count) {
        int judged = (int) (JUDGED_SHARE * rows.size());
        List<Window> windows = new ArrayList<>();
        for (int w = 0; w < count; w++) {
            int from = rows.size() - judged + judged * w / count;
            int to = rows.size() - judged + judged * (w + 1) / count;
            if (from >= LEAST_ROWS_TO_TRAIN && to > from) {
                windows.add(new Window(range(0, from), range(from, to)));
            }
        }
        return windows;
    }

    /** Seeded folds, each judged by a model of the others. */
    public static List<Window> folds(int rows, int folds, long seed) {
        int[] order = range(0, rows);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = rows - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        List<Window> windows = new ArrayList<>();
        for (int f = 0; f < folds; f++) {
            int from = (int) ((long) rows * f / folds);
            int to = (int) ((long) rows * (f + 1) / folds);
            if (to > from && rows - (to - from) > 0) {
                int[] judged = Arrays.copyOfRange(order, from, to);
                int[] training = IntStream.concat(Arrays.stream(order, 0, from), Arrays.stream(order, to, rows))
                        .sorted().toArray();
                Arrays.sort(judged);
                windows.add(new Window(training, judged));
            }
        }
        return windows;
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
