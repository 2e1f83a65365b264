package io.manymodels.ingestion.catalog;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.partition.ShuffledData;
import io.manymodels.storage.ObjectStore;
import io.manymodels.work.api.Run;
import java.util.UUID;

/** Stores what an ingestion came to: the file in the lake, what is known about it in the catalogue. */
public final class Catalog {

    private static final String LAKE = "lake";

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

    /** Uploads the file, unless a snapshot of the same content is there. */
    public Stored store(Run run, FamilySpec spec, ShuffledData data, double seconds) {
        String id = SnapshotId.of(spec, data);
        String object = "%s/snapshot=%s/part-00000.parquet".formatted(run.family(), id);
        if (!repository.exists(id)) {
            store.putFile(LAKE, object, data.file());
        }
        return new Stored(id, () -> {
            repository.write(id, object, run, data);
            repository.account(run.id(), id, seconds);
        });
    }

    public String snapshotOf(UUID run) {
        return repository.snapshotOf(run);
    }

    /** Makes the snapshot visible, as the family's latest. */
    public void seal(String snapshot) {
        repository.seal(snapshot);
    }
}
