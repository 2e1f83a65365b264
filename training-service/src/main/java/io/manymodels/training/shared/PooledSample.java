package io.manymodels.training.shared;

import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.preparation.TrainingRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A bounded sample of the labelled rows of many partitions, for models that keys share. Each row has a rank, a hash of its
 * key, time and place; the sample keeps the rows with the smallest ranks. So what it keeps depends on the rows alone,
 * however partitions are cut into tasks and in whatever order samples are merged. Not thread-safe.
 */
public final class PooledSample {

    private static final int VERSION = 1;

    private final TrainingSpec spec;
    private final int most;
    private final List<Ranked> waiting = new ArrayList<>();
    private int waitingRows;
    private Ranked kept;

    /** @param most rows that it keeps */
    public PooledSample(TrainingSpec spec, int most) {
        this.spec = spec;
        this.most = most;
        this.kept = Ranked.none(spec.schema());
    }

    /** Rows with their ranks, ascending by rank. */
    private record Ranked(long[] ranks, PartitionRows rows) {

        static Ranked none(RowSchema schema) {
            double[][] numbers = new double[schema.size()][0];
            @Nullable
            String[][] texts = new String[schema.size()][0];
            return new Ranked(new long[0], new PartitionRows(schema, "{}", 0, new long[0], numbers, texts));
        }

        Ranked smallest(int most) {
            int[] order = IntStream.range(0, ranks.length).boxed()
                    .sorted(Comparator.<Integer>comparingLong(i -> ranks[i])).limit(most)
                    .mapToInt(Integer::intValue).toArray();
            return new Ranked(Arrays.stream(order).mapToLong(i -> ranks[i]).toArray(), rows.select(order));
        }
    }

    /** Takes a partition's labelled rows. */
    public void add(PartitionRows partition) {
        PartitionRows labelled = TrainingRows.labelled(spec, partition);
        long key = mix(hash(partition.key()));
        long[] ranks = new long[labelled.size()];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = mix(key ^ mix(labelled.hasTimes() ? labelled.time(i) : 0) ^ mix(~(long) i)) >>> 1;
        }
        absorb(new Ranked(ranks, labelled));
    }

    /** Takes another sample of the same spec. */
    public void merge(PooledSample other) {
        other.settle();
        absorb(other.kept);
    }

    /** Rows in it. */
    public int size() {
        settle();
        return kept.rows().size();
    }

    PartitionRows rows() {
        settle();
        return kept.rows();
    }

    private void absorb(Ranked more) {
        long bound = kept.ranks().length < most ? Long.MAX_VALUE : kept.ranks()[most - 1];
        int[] wanted = IntStream.range(0, more.ranks().length).filter(i -> more.ranks()[i] < bound).toArray();
        if (wanted.length == 0) {
            return;
        }
        waiting.add(new Ranked(Arrays.stream(wanted).mapToLong(i -> more.ranks()[i]).toArray(),
                more.rows().select(wanted)));
        waitingRows += wanted.length;
        // Sorting after each partition would cost more than all else; memory holds at most twice the sample.
        if (waitingRows >= most) {
            settle();
        }
    }

    private void settle() {
        if (waiting.isEmpty()) {
            return;
        }
        waiting.addFirst(kept);
        long[] ranks = waiting.stream().flatMapToLong(part -> Arrays.stream(part.ranks())).toArray();
        kept = new Ranked(ranks, concatenate(waiting.stream().map(Ranked::rows).toList(), ranks.length)).smallest(most);
        waiting.clear();
        waitingRows = 0;
    }

    private PartitionRows concatenate(List<PartitionRows> parts, int size) {
        RowSchema schema = spec.schema();
        double[][] numbers = new double[schema.size()][];
        @Nullable
        String[][] texts = new String[schema.size()][];
        for (int c = 0; c < schema.size(); c++) {
            boolean text = schema.column(c).type().isText();
            numbers[c] = new double[text ? 0 : size];
            texts[c] = new String[text ? size : 0];
            int at = 0;
            for (PartitionRows part : parts) {
                System.arraycopy(part.numbers(c), 0, numbers[c], text ? 0 : at, text ? 0 : part.size());
                System.arraycopy(part.texts(c), 0, texts[c], text ? at : 0, text ? part.size() : 0);
                at += part.size();
            }
        }
        long[] times = parts.stream().flatMapToLong(part -> Arrays.stream(part.times())).toArray();
        return new PartitionRows(schema, "{}", size, times, numbers, texts);
    }

    /** The sample as bytes, for the time between the tasks that collect it and the one that trains. */
    public byte[] write() {
        settle();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(VERSION);
            out.writeInt(kept.rows().size());
            out.writeBoolean(kept.rows().times().length > 0);
            for (int i = 0; i < kept.rows().size(); i++) {
                out.writeLong(kept.ranks()[i]);
                if (kept.rows().times().length > 0) {
                    out.writeLong(kept.rows().time(i));
                }
                for (int c = 0; c < spec.schema().size(); c++) {
                    if (spec.schema().column(c).type().isText()) {
                        String text = kept.rows().texts(c)[i];
                        out.writeBoolean(text != null);
                        out.writeUTF(text == null ? "" : text.length() > 10_000 ? text.substring(0, 10_000) : text);
                    } else {
                        out.writeDouble(kept.rows().numbers(c)[i]);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A sample that {@link #write} wrote under the same spec. */
    public static PooledSample read(TrainingSpec spec, int most, byte[] bytes) {
        PooledSample sample = new PooledSample(spec, most);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != VERSION) {
                throw new IllegalArgumentException("The sample was written by another version");
            }
            int size = in.readInt();
            boolean timed = in.readBoolean();
            long[] ranks = new long[size];
            long[] times = new long[timed ? size : 0];
            double[][] numbers = new double[spec.schema().size()][];
            @Nullable
            String[][] texts = new String[spec.schema().size()][];
            for (int c = 0; c < numbers.length; c++) {
                boolean text = spec.schema().column(c).type().isText();
                numbers[c] = new double[text ? 0 : size];
                texts[c] = new String[text ? size : 0];
            }
            for (int i = 0; i < size; i++) {
                ranks[i] = in.readLong();
                if (timed) {
                    times[i] = in.readLong();
                }
                for (int c = 0; c < numbers.length; c++) {
                    if (spec.schema().column(c).type().isText()) {
                        boolean present = in.readBoolean();
                        String text = in.readUTF();
                        if (present) {
                            texts[c][i] = text;
                        }
                    } else {
                        numbers[c][i] = in.readDouble();
                    }
                }
            }
            sample.kept = new Ranked(ranks, new PartitionRows(spec.schema(), "{}", size, times, numbers, texts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sample;
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** Stafford's variant 13 of the finaliser of MurmurHash3. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
