package io.manymodels.scoring.prediction;

import io.manymodels.catalog.Snapshot;
import io.manymodels.scoring.parquet.ParquetWriter;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StoredObject;
import io.manymodels.work.api.LeasedTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Brings predictions to readers: SQL by a table of the run and a view, the lake by Parquet parts. */
@Component
public class Publisher {

    private static final String BUCKET = "predictions";
    /** Of a row of a forecast with an interval, about. */
    private static final int BYTES_OF_ROW = 25;
    private static final int LARGEST_GUESS = 1 << 26;

    private final ObjectStore store;
    private final PredictionRepository predictions;
    private final ActualRepository actuals;
    private final ViewRepository views;
    private final ReportingViewRepository facts;
    private final DimensionViewRepository dimensions;
    private final GroupRepository groups;

    Publisher(ObjectStore store, PredictionRepository predictions, ActualRepository actuals, ViewRepository views,
            ReportingViewRepository facts, DimensionViewRepository dimensions,
            GroupRepository groups) {
        this.store = store;
        this.predictions = predictions;
        this.actuals = actuals;
        this.views = views;
        this.facts = facts;
        this.dimensions = dimensions;
        this.groups = groups;
    }

    /** Makes the run's tables; in the transaction that plans the run. */
    public void begin(Publication publication) {
        predictions.createTables(publication);
        actuals.createTable(publication);
    }

    /** Uploads a task's rows as a Parquet part that nobody is shown yet, and answers its object. */
    public String upload(Publication publication, LeasedTask task, PredictionBatch batch) throws IOException {
        String object = Publication.attempts(publication.family(), publication.run())
                + "task-%s-%d.parquet".formatted(task.id(), task.epoch());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(
                (int) Math.min(LARGEST_GUESS, (long) BYTES_OF_ROW * batch.size()));
        ParquetWriter.write(batch.columns(), bytes);
        store.put(BUCKET, object, bytes.toByteArray());
        return object;
    }

    /** Copies a task's rows into the run's tables; in the transaction that completes the task. */
    public void copy(Publication publication, LeasedTask task, PredictionBatch batch, Actuals actual, String object) {
        predictions.copy(publication, batch);
        actuals.copy(publication, actual);
        predictions.addPart(publication.run(), task.id(), task.from(), object, batch.size());
    }

    /** Hands on what models said of keys and times, in the run's tables, with the bounds of an interval. */
    public void forecasts(Publication publication, int coverage, Forecasts forecasts) {
        predictions.forecasts(publication, coverage, forecasts);
    }

    /** Takes a forecast of a key at a time ordinal; bounds are NaN for none. */
    @FunctionalInterface
    public interface Forecasts {
        void accept(int sequence, long time, double forecast, double lower, double upper);
    }

    /** As {@link #copy}, in place of what was copied of these partitions before. */
    public void replace(Publication publication, LeasedTask task, PredictionBatch batch, Actuals actual,
            String object) {
        remove(publication, task.from(), task.to());
        copy(publication, task, batch, actual, object);
    }

    /** Takes away what was copied of the partitions from..to. */
    public void remove(Publication publication, int from, int to) {
        predictions.remove(publication, from, to);
    }

    /**
     * Gets everything ready that {@link #publish} then shows: indexes, parts in their place, old tables gone. Repeatable.
     *
     * @param snapshot that was scored
     * @return rows that will be shown
     */
    public long prepare(Publication publication, Snapshot snapshot) {
        predictions.index(publication);
        actuals.index(publication);
        groups.sum(publication, snapshot);
        UUID run = publication.run();
        List<String> parts = predictions.parts(run);
        for (int number = 0; number < parts.size(); number++) {
            store.copy(BUCKET, parts.get(number), BUCKET, Publication.part(publication.family(), run, number));
        }
        predictions.dropOld(publication.family(), run).forEach(old -> cleanUp(publication.family(), old));
        return predictions.countRows(run);
    }

    /**
     * Shows the run to readers, whole; in the transaction that ends the run.
     *
     * @param metrics by which the family's models can be compared
     * @param snapshot that was scored
     * @param ahead steps behind its last target for which there may be predictions
     */
    public void publish(Publication publication, List<String> metrics, Snapshot snapshot, int ahead) {
        facts.showPredictions(publication);
        facts.showActuals(publication);
        facts.showLeaderboard(publication.family(), publication.schema().key(), metrics);
        facts.showImportance(publication.family());
        dimensions.showKeys(publication, snapshot);
        dimensions.showDates(publication, snapshot, ahead);
        groups.show(publication);
        predictions.markPublished(publication.run());
    }

    /** Removes what attempts have left behind: their parts are copied, or were never committed. */
    public void cleanUp(String family, UUID run) {
        delete(Publication.attempts(family, run));
    }

    /** Takes away all of a run that is shown no more, or never: table, parts, attempts. */
    public void withdraw(String family, UUID run) {
        predictions.discard(run);
        delete(Publication.parts(family, run));
        cleanUp(family, run);
    }

    /** Takes the parts of some runs out of storage whose tables are gone for long, and answers how many runs. */
    int forget(Duration dropped, int limit) {
        List<PredictionRepository.Stored> old = predictions.storedLongAfter(dropped, limit);
        old.forEach(stored -> {
            delete(Publication.parts(stored.family(), stored.run()));
            // Last: what is not deleted yet is found again.
            predictions.forgetParts(stored.run());
        });
        return old.size();
    }

    /** Takes away all of some runs of families that are gone, the views first, and answers how many runs. */
    int forgetGone(int limit) {
        List<PredictionRepository.Stored> gone = predictions.ofGoneFamilies(limit);
        gone.stream().map(PredictionRepository.Stored::family).distinct().map(ReportingView::all)
                .flatMap(List::stream).forEach(views::drop);
        gone.forEach(stored -> withdraw(stored.family(), stored.run()));
        return gone.size();
    }

    private void delete(String prefix) {
        for (StoredObject object : store.list(BUCKET, prefix)) {
            store.delete(BUCKET, object.key());
        }
    }
}
