package io.manymodels.training.backtest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backtest was asked for, as it is stored with the run. Exactly one of cutoffs, windows and folds is set.
 *
 * @param snapshot id of the snapshot
 * @param cutoffs time ordinals, ascending: for each, a model sees the rows up to it and predicts those after it
 * @param windows cutoffs counted back from each key's own end
 * @param step time steps between those
 * @param folds parts into which a key's rows are dealt; each is predicted by a model of the others
 * @param seed of the dealing
 */
record BacktestParameters(String snapshot, @Nullable List<Long> cutoffs, @Nullable Integer windows,
        @Nullable Integer step, @Nullable Integer folds, @Nullable Long seed) {

    /** How often a row may be predicted, which is what a task's memory grows with. */
    int repetitions() {
        return cutoffs != null ? cutoffs.size() : windows != null ? windows : 1;
    }
}
