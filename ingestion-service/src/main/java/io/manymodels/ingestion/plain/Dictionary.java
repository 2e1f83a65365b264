package io.manymodels.ingestion.plain;

import java.util.Arrays;

/** Numbers for the different values of a column: of 64 bits each, in the order in which they come. Not thread-safe. */
final class Dictionary {

    /** More different values are written as they are. */
    private static final int MOST = 1 << 14;
    private static final int SLOT_BITS = 15;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final long[] values = new long[MOST];
    private final int[] slots = new int[SLOTS];
    private int size;

    /**
     * Numbers the values.
     *
     * @param numbers takes the number of each value
     * @return false where there are too many different ones, and the numbers mean nothing
     */
    boolean number(long[] column, int count, int[] numbers) {
        Arrays.fill(slots, 0);
        size = 0;
        for (int row = 0; row < count; row++) {
            int number = row > 0 && column[row] == column[row - 1] ? numbers[row - 1] : number(column[row]);
            if (number < 0) {
                return false;
            }
            numbers[row] = number;
        }
        return true;
    }

    private int number(long value) {
        int slot = (int) (value * MIX >>> Long.SIZE - SLOT_BITS);
        while (slots[slot] != 0) {
            if (values[slots[slot] - 1] == value) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        if (size == MOST) {
            return -1;
        }
        values[size++] = value;
        slots[slot] = size;
        return size - 1;
    }

    int size() {
        return size;
    }

    long value(int number) {
        return values[number];
    }
}
