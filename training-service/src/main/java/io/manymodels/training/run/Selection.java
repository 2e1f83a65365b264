package io.manymodels.training.run;

import java.util.Arrays;

/** Partitions in ascending order of their sequence, column by column: a family may have millions of them. */
final class Selection {

    private int[] sequences = new int[1024];
    private int[] objects = new int[1024];
    private long[] partitionRows = new long[1024];
    private int size;
    private long rows;

    /** @param object number of the lake object that holds the partition; equal numbers mean the same object */
    void add(int sequence, int object, long rowsOfPartition) {
        if (size > 0 && sequence <= sequences[size - 1]) {
            throw new IllegalArgumentException(
                    "Sequence [%d] does not follow [%d]".formatted(sequence, sequences[size - 1]));
        }
        if (size == sequences.length) {
            int capacity = size + (size >> 1);
            sequences = Arrays.copyOf(sequences, capacity);
            objects = Arrays.copyOf(objects, capacity);
            partitionRows = Arrays.copyOf(partitionRows, capacity);
        }
        sequences[size] = sequence;
        objects[size] = object;
        partitionRows[size++] = rowsOfPartition;
        rows += rowsOfPartition;
    }

    int size() {
        return size;
    }

    /** Rows of all partitions together. */
    long rows() {
        return rows;
    }

    int[] sequences() {
        return Arrays.copyOf(sequences, size);
    }

    int sequence(int index) {
        return sequences[index];
    }

    int object(int index) {
        return objects[index];
    }

    long rows(int index) {
        return partitionRows[index];
    }
}
