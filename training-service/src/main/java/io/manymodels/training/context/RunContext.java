package io.manymodels.training.context;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.candidate.Registration;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.work.api.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a training run works with.
 *
 * @param specHash of everything in spec and trainer that decides a model, {@code asOf} included
 */
public record RunContext(TrainingParameters parameters, FamilySpec spec, Snapshot snapshot, String specHash) {

    /** The rows that the run may see: all, or those up to its {@code asOf}. */
    public PartitionRows seen(PartitionRows rows) {
        Long asOf = parameters.asOf();
        if (asOf == null || !rows.hasTimes()) {
            return rows;
        }
        return rows.select(IntStream.range(0, rows.size()).filter(i -> rows.time(i) <= asOf).toArray());
    }

    /** From where the horizons of all keys are counted, a time ordinal; null where each key's is counted from its own end. */
    public @Nullable Long end() {
        FamilySpec.Forecast forecast = spec.forecast();
        Long last = snapshot.lastTime();
        if (forecast == null || forecast.from() == FamilySpec.Origin.OWN_END || last == null) {
            return null;
        }
        Long asOf = parameters.asOf();
        return asOf == null ? last : Long.valueOf(Math.min(asOf, last));
    }

    /** What the trainer needs to know; what all models of the run share goes into their header. */
    public TrainingSpec trainingSpec(Run run) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("run", run.id().toString());
        provenance.put("snapshot", snapshot.id());
        provenance.put("familyVersion", Integer.toString(run.familyVersion()));
        provenance.put("specHash", specHash);
        return TrainingSpec.of(spec, snapshot.columns(), snapshot.timeAxis(), provenance);
    }

    public Registration registration(Run run) {
        return new Registration(run.id(), run.family(), run.familyVersion(), snapshot.id(), specHash, end());
    }
}
