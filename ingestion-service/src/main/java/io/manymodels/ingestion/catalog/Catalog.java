package io.manymodels.ingestion.catalog;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.partition.PartitionProfile;
import io.manymodels.ingestion.partition.ShuffledData;
import io.manymodels.ingestion.reading.EarlierReading;
import io.manymodels.ingestion.reading.EarlierReadings;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.storage.ObjectStore;
import io.manymodels.work.api.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Stores what an ingestion came to: the file in the lake, what is known about it in the catalogue. */
public final class Catalog {

    /** Where the rows of snapshots lie. */
    static final String BUCKET = "lake";

    private final CatalogRepository repository;
    private final ObjectStore store;

    Catalog(CatalogRepository repository, ObjectStore store) {
        this.repository = repository;
        this.store = store;
    }

    /**
     * A snapshot whose file lies in the lake.
     *
     * @param write writes its rows and the run's outcomes; to be called in the transaction that completes the task
     */
    public record Stored(String id, Runnable write) {}

    /** The columns of the family's snapshot before; empty where there is none. */
    public List<Column> columnsBefore(String family) {
        return repository.list(family, null, null, 1).stream().findFirst()
                .map(snapshot -> Column.listFromJson(snapshot.columns())).orElse(List.of());
    }

    /** What the family's snapshots before were read from. */
    public EarlierReadings readings(String family) {
        return new EarlierReadings() {
            @Override
            public List<EarlierReading> latest() {
                return repository.readings(family);
            }

            @Override
            public void fetch(String snapshot, Path file) {
                store.download(BUCKET, object(family, snapshot), file);
            }
        };
    }

    private static String object(String family, String snapshot) {
        return "%s/snapshot=%s/part-00000.parquet".formatted(family, snapshot);
    }

    /**
     * Uploads the file, unless a snapshot of the same content is there. Throws INVALID when the delivery lost more than the
     * spec's guards allow.
     */
    public Stored store(Run run, FamilySpec spec, ShuffledData data, double seconds) {
        Changes changes = changes(run.family(), data);
        changes.guard(spec.ingestion());
        String id = SnapshotId.of(spec, data);
        String object = object(run.family(), id);
        boolean known = repository.exists(id);
        if (!known) {
            repository.reclaim(BUCKET, object);
            store.putFile(BUCKET, object, data.file());
        }
        return new Stored(id, () -> {
            if (repository.write(id, object, run, data) && known) {
                throw new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE, "snapshot-forgotten",
                        "Snapshot [%s] was forgotten while the same rows were ingested again. They are stored anew with the next try"
                                .formatted(id));
            }
            repository.account(run.id(), id, seconds, changes, data.reading());
            repository.accountVanished(run.id(), id, changes, spec.ingestion().retention());
        });
    }

    private Changes changes(String family, ShuffledData data) {
        Optional<SnapshotView> baseline = repository.released(family).flatMap(repository::find)
                .or(() -> repository.list(family, null, null, 1).stream().findFirst());
        if (baseline.isEmpty()) {
            return Changes.first(data.rows(), data.partitions().size());
        }
        SnapshotView before = baseline.get();
        Set<String> missed = repository.keys(before.id());
        int keysBefore = missed.size();
        long known = 0;
        for (PartitionProfile partition : data.partitions()) {
            known += missed.remove(partition.key()) ? 1 : 0;
        }
        return new Changes(before.id(), before.rows(), data.rows(), keysBefore, data.partitions().size(),
                data.partitions().size() - known, missed.size(),
                Changes.columns(Column.listFromJson(before.columns()), data.columns()));
    }

    /** What a run's end tells of it: the snapshot, how it differs from the one before, and its warnings. */
    public Map<String, Object> resultOf(UUID run) {
        return repository.resultOf(run);
    }

    public String snapshotOf(UUID run) {
        return repository.snapshotOf(run);
    }

    /** Makes the snapshot visible, as the family's latest. */
    public void seal(String snapshot) {
        repository.seal(snapshot);
    }
}
