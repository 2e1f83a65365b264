package io.manymodels.training.run;

import io.manymodels.catalog.PartitionEntry;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.training.context.Retrain;
import io.manymodels.training.context.TrainingParameters;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.Plan;
import io.manymodels.work.api.Run;
import java.util.BitSet;
import java.util.List;
import org.springframework.stereotype.Component;

/** The partitions of a snapshot as tasks of a run: cut, looked up, and what is left of them. */
@Component
public class SnapshotTasks {

    private final SelectionRepository selection;
    private final SnapshotRepository snapshots;
    private final OutcomeRepository outcomes;
    private final TaskCutter cutter;

    SnapshotTasks(SelectionRepository selection, SnapshotRepository snapshots, OutcomeRepository outcomes,
            TaskCutter cutter) {
        this.selection = selection;
        this.snapshots = snapshots;
        this.outcomes = outcomes;
        this.cutter = cutter;
    }

    /**
     * The plan of a run over every partition; those that the gate refused fail at once, with the catalogue's reason.
     *
     * @param repetitions how often a task goes over its rows: so many times fewer it is given
     * @param commit further writes in the transaction that stores the tasks
     */
    public Plan plan(Run run, String snapshot, int repetitions, Runnable commit) {
        TrainingParameters all = new TrainingParameters(snapshot, null, Retrain.ALL, List.of());
        Selection passed = selection.pending(run.family(), all, "", null, null);
        return new Plan(selection.count(all), cutter.forRepetitions(repetitions).cut(passed, true), () -> {
            selection.failRefused(run.id(), all);
            commit.run();
        });
    }

    /** Gives the partitions of the snapshot that a cancelled run never came to their outcome. */
    public void cancelRest(Run run, String snapshot) {
        selection.cancelRest(run.id(), new TrainingParameters(snapshot, null, Retrain.ALL, List.of()));
    }

    /** What is left to do of a task: an earlier attempt, or the cutting of the run, may have given partitions an outcome. */
    public List<PartitionEntry> open(String snapshot, LeasedTask task) {
        BitSet done = outcomes.done(task.run(), task.from(), task.to());
        return snapshots.partitions(snapshot, task.from(), task.to()).stream()
                .filter(entry -> !done.get(entry.sequence())).toList();
    }

    /** The key of a partition, by its sequence. Throws NOT_FOUND {@code partition-unknown}. */
    public String key(String snapshot, int sequence) {
        return snapshots.partitions(snapshot, sequence, sequence + 1).stream().map(PartitionEntry::key).findFirst()
                .orElseThrow(() -> ManyModelsException.notFound("partition-unknown",
                        "Snapshot [%s] has no partition [%d]. Maybe ingest the family again".formatted(snapshot,
                                sequence)));
    }
}
