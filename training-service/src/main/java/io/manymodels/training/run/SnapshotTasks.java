package io.manymodels.training.run;

import io.manymodels.work.Plan;
import io.manymodels.work.Run;
import java.util.List;
import org.springframework.stereotype.Component;

/** Cuts all of a snapshot into tasks, for runs that leave none of its partitions out. */
@Component
public class SnapshotTasks {

    private final SelectionRepository selection;
    private final TaskCutter cutter;

    SnapshotTasks(SelectionRepository selection, TaskCutter cutter) {
        this.selection = selection;
        this.cutter = cutter;
    }

    /**
     * The plan of a run over every partition; those that the gate refused fail at once, with the catalogue's reason.
     *
     * @param commit further writes in the transaction that stores the tasks
     */
    public Plan plan(Run run, String snapshot, Runnable commit) {
        TrainingParameters all = new TrainingParameters(snapshot, null, Retrain.ALL, List.of());
        Selection passed = selection.pending(run.family(), all, "", null);
        return new Plan(selection.count(all), cutter.cut(passed, true), () -> {
            selection.failRefused(run.id(), all);
            commit.run();
        });
    }
}
