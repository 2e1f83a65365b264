package io.manymodels.ingestion.run;

import io.manymodels.event.SnapshotSealed;
import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.catalog.Catalog;
import io.manymodels.ingestion.family.Families;
import io.manymodels.ingestion.partition.Shuffle;
import io.manymodels.ingestion.partition.ShuffledData;
import io.manymodels.problem.Problem;
import io.manymodels.run.RunKind;
import io.manymodels.work.api.Completion;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.Plan;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.Runs;
import io.manymodels.work.api.TaskResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** An ingestion is one task: its partitions are known only when the rows are sorted. */
@Component
class IngestionProcess implements RunProcess {

    private static final Logger LOG = LoggerFactory.getLogger(IngestionProcess.class);
    private static final double NANOS = 1e9;

    private final Families families;
    private final Shuffle shuffle;
    private final Catalog catalog;
    private final WorkFolders folders;
    private final IngestionMetrics metrics;
    private final ObjectProvider<Runs> runs;

    IngestionProcess(Families families, Shuffle shuffle, Catalog catalog, WorkFolders folders,
            IngestionMetrics metrics, ObjectProvider<Runs> runs) {
        this.families = families;
        this.shuffle = shuffle;
        this.catalog = catalog;
        this.folders = folders;
        this.metrics = metrics;
        this.runs = runs;
    }

    @Override
    public RunKind kind() {
        return RunKind.INGESTION;
    }

    @Override
    public Plan plan(Run run, LeasedTask task) {
        return Plan.wholeRun();
    }

    @Override
    public TaskResult execute(Run run, LeasedTask task) throws IOException {
        FamilySpec spec = families.version(run.family(), run.familyVersion()).spec();
        Path folder = folders.create(run.id());
        try {
            return execute(run, spec, folder);
        } catch (RuntimeException e) {
            folders.remove(folder);
            if (isCancelled(run.id())) {
                return new TaskResult(List.of(), () -> {});
            }
            throw e;
        }
    }

    private TaskResult execute(Run run, FamilySpec spec, Path folder) {
        long started = System.nanoTime();
        ShuffledData data = shuffle.shuffle(spec, catalog.columnsBefore(run.family()),
                catalog.readings(run.family()), folder, () -> isCancelled(run.id()));
        double seconds = (System.nanoTime() - started) / NANOS;
        Catalog.Stored stored = catalog.store(run, spec, data, seconds);
        metrics.ingested(data.rows());
        LOG.info("Rows sorted run={} family={} snapshot={} rows={} partitions={} seconds={}", run.id(), run.family(),
                stored.id(), data.rows(), data.partitions().size(), seconds);
        return new TaskResult(List.of(), stored.write(), () -> folders.remove(folder));
    }

    private boolean isCancelled(UUID run) {
        return runs.getObject().find(run).map(Run::cancelRequested).orElse(true);
    }

    @Override
    public TaskResult abandon(Run run, LeasedTask task, Problem reason) {
        throw new IllegalStateException("An ingestion has no task that is less than the whole run");
    }

    @Override
    public Completion finish(Run run, LeasedTask task) {
        String snapshot = catalog.snapshotOf(run.id());
        return new Completion.Success(
                List.of(new SnapshotSealed(run.family(), run.familyVersion(), snapshot, run.id(), run.cycle())),
                () -> catalog.seal(snapshot), catalog.resultOf(run.id()));
    }

    @Override
    public void cancelRest(Run run) {
        // The one task gives all partitions their outcomes, or none is known.
    }

    /**
     * Leaves the object in the lake: it is named by its content, and another ingestion may be about to seal the same. What
     * nobody sealed goes with the retention.
     */
    @Override
    public void sweep(Run run) {}
}
