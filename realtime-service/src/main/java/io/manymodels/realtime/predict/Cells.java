package io.manymodels.realtime.predict;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** One column of a request, a value a row, as its caller sent it. Arrays are not copied. */
public sealed interface Cells {

    /** Rows. */
    int size();

    /** A {@link Boolean}, a {@link Number} or a {@link String}; null for missing. */
    @Nullable
    Object at(int row);

    /** Floating point; NaN is missing. */
    record Numbers(double[] values) implements Cells {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public @Nullable Object at(int row) {
            return Double.isNaN(values[row]) ? null : (Object) values[row];
        }
    }

    /** @param unsigned whether a negative long stands for itself plus 2^64 */
    record Integers(long[] values, boolean unsigned) implements Cells {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Object at(int row) {
            return unsigned && values[row] < 0
                    ? new BigInteger(Long.toUnsignedString(values[row]))
                    : (Object) values[row];
        }
    }

    /** Yes or no. */
    record Truths(boolean[] values) implements Cells {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Object at(int row) {
            return values[row];
        }
    }

    /** Texts; null is missing. */
    record Texts(@Nullable String[] values) implements Cells {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public @Nullable Object at(int row) {
            return values[row];
        }
    }

    /** Anything, as rows of JSON bring it. */
    record Mixed(@Nullable Object[] values) implements Cells {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public @Nullable Object at(int row) {
            return values[row];
        }
    }
}
