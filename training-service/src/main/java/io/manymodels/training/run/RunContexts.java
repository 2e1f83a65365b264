package io.manymodels.training.run;

import io.manymodels.dataset.PartitionEntry;
import io.manymodels.dataset.Snapshot;
import io.manymodels.dataset.SnapshotRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.work.Run;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Finds what a run works with: its parameters, the spec's version that it recorded, its snapshot. */
@Component
class RunContexts {

    private final SubmissionSource source;
    private final SnapshotRepository snapshots;
    private final JsonMapper json;

    RunContexts(SubmissionSource source, SnapshotRepository snapshots, JsonMapper json) {
        this.source = source;
        this.snapshots = snapshots;
        this.json = json;
    }

    RunContext of(Run run) {
        TrainingParameters parameters = json.treeToValue(run.parameters(), TrainingParameters.class);
        FamilySpec spec = source.family(run.family(), run.familyVersion()).spec();
        Snapshot snapshot = source.snapshot(run.family(), parameters.snapshot());
        return new RunContext(parameters, spec, snapshot, SpecHash.of(spec, parameters.asOf()));
    }

    /** The key of a partition, by its sequence. */
    String key(Run run, int sequence) {
        String snapshot = run.parameters().required("snapshot").stringValue();
        List<PartitionEntry> entries = snapshots.partitions(snapshot, sequence, sequence + 1);
        if (entries.isEmpty()) {
            throw ManyModelsException.notFound("partition-unknown",
                    "Snapshot [%s] has no partition [%d]".formatted(snapshot, sequence));
        }
        return entries.getFirst().key();
    }
}
