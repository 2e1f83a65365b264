package io.manymodels.training.backtest;

import io.manymodels.kernel.PlugIns;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.PartitionModel;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.contest.TrainingResult;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.pool.PooledRows;
import io.manymodels.training.shared.SharedTrainer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * The model that all keys share, as of a cutoff of a backtest: it answers for keys that have no row by then, as the family's rung does
 * in production. Trained when it is first asked for, and kept for the tasks that follow.
 */
@Component
class FamilyModels {

    private static final int MOST_KEPT = 32;

    private final PooledRows rows;
    private final Catalogue catalogue;
    private final PlugIns plugIns;
    /** Empty where there is none. The eldest goes first. */
    private final Map<Asked, Optional<PartitionModel>> kept = new LinkedHashMap<>();

    FamilyModels(PooledRows rows, Catalogue catalogue, PlugIns plugIns) {
        this.rows = rows;
        this.catalogue = catalogue;
        this.plugIns = plugIns;
    }

    private record Asked(String snapshot, String modelHash, long cutoff) {}

    /**
     * The model of the rows up to a cutoff; empty where they are too few. A second task that asks meanwhile waits.
     *
     * @param cutoff time ordinal
     */
    synchronized Optional<PartitionModel> asOf(BacktestProcess.Context context, TrainingSpec spec, long cutoff)
            throws IOException {
        Asked asked = new Asked(context.snapshot().id(), context.spec().modelHash(), cutoff);
        Optional<PartitionModel> known = kept.get(asked);
        if (known != null) {
            return known;
        }
        Optional<PartitionModel> trained = trained(context, spec, cutoff);
        kept.put(asked, trained);
        if (kept.size() > MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return trained;
    }

    private Optional<PartitionModel> trained(BacktestProcess.Context context, TrainingSpec spec, long cutoff)
            throws IOException {
        return switch (new SharedTrainer(spec, catalogue).train(
                rows.ofFamily(context.spec(), context.snapshot(), spec, partition -> upTo(partition, cutoff)), false)) {
            case TrainingResult.Trained model -> Optional.of(new PartitionModel(spec.header(),
                    ModelCodec.decodeBody(spec.header(), plugIns.codecs(), model.body())));
            case TrainingResult.Unfit _ -> Optional.empty();
        };
    }

    static PartitionRows upTo(PartitionRows rows, long cutoff) {
        return rows.select(IntStream.range(0, rows.size()).filter(i -> rows.time(i) <= cutoff).toArray());
    }
}
