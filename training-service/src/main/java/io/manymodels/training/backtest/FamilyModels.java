package io.manymodels.training.backtest;

import io.manymodels.kernel.PlugIns;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.PartitionModel;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.contest.TrainingResult;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.pool.KeptTogether;
import io.manymodels.training.pool.PooledRows;
import io.manymodels.training.shared.SharedTrainer;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * The model that all keys share, as of a cutoff of a backtest: it answers for keys that have no row by then, as the family's rung does
 * in production. Trained when it is first asked for, and kept for the tasks that follow.
 */
@Component
class FamilyModels {

    private final PooledRows rows;
    private final Catalogue catalogue;
    private final PlugIns plugIns;
    /** Empty where there is none. */
    private final KeptTogether<Long, Optional<PartitionModel>> kept = new KeptTogether<>();

    FamilyModels(PooledRows rows, Catalogue catalogue, PlugIns plugIns) {
        this.rows = rows;
        this.catalogue = catalogue;
        this.plugIns = plugIns;
    }

    /**
     * The model of the rows up to a cutoff; empty where they are too few. A second task that asks meanwhile waits.
     *
     * @param cutoff time ordinal
     */
    synchronized Optional<PartitionModel> asOf(BacktestProcess.Context context, TrainingSpec spec, long cutoff)
            throws IOException {
        String models = context.snapshot().id() + "/" + context.spec().modelHash();
        Optional<PartitionModel> known = kept.get(models, cutoff);
        if (known != null) {
            return known;
        }
        Optional<PartitionModel> trained = trained(context, spec, cutoff);
        kept.put(models, cutoff, trained);
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
