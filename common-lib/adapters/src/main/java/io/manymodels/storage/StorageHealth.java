package io.manymodels.storage;

import io.manymodels.watch.DependencyHealth;

/** Whether the bucket that a service cannot work without answers its credential. */
public final class StorageHealth {

    private StorageHealth() {}

    public static DependencyHealth of(ObjectStore store, String bucket) {
        // Whether this object exists does not matter, an answer does.
        return new DependencyHealth("storage", () -> store.exists(bucket, "_health"));
    }
}
