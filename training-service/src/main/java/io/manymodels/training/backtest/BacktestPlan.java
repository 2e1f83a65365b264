package io.manymodels.training.backtest;

import java.util.Arrays;

/** Where a backtest cuts. */
public sealed interface BacktestPlan {

    /** The same times for all keys: training ends with the rows at each ordinal. */
    record Cutoffs(long[] ordinals) implements BacktestPlan {
        @Override
        public boolean equals(Object other) {
            return other instanceof Cutoffs cutoffs && Arrays.equals(cutoffs.ordinals, ordinals);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(ordinals);
        }

        @Override
        public String toString() {
            return "Cutoffs" + Arrays.toString(ordinals);
        }
    }

    /**
     * Counted back from each key's own end.
     *
     * @param step steps between two origins; 0 is one horizon
     */
    record Windows(int count, int step) implements BacktestPlan {}

    /** Seeded folds, for tabular tasks. */
    record Folds(int count, long seed) implements BacktestPlan {}
}
