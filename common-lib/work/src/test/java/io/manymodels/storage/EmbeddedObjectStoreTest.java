package io.manymodels.storage;

import io.manymodels.fixtures.storage.ObjectStoreContract;
import io.manymodels.stack.Ports;
import io.manymodels.stack.credential.StorageKey;
import io.manymodels.stack.storage.ObjectStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The storage that the local stack embeds. */
class EmbeddedObjectStoreTest extends ObjectStoreContract {

    private static final StorageKey KEY = new StorageKey("training-key", "a-secret-of-training");

    @TempDir
    static Path data;

    static ObjectStorage storage;

    @BeforeAll
    static void start() throws IOException {
        storage = ObjectStorage.start(data, Ports.free().storage(), Map.of("training", KEY));
    }

    @AfterAll
    static void stop() {
        storage.close();
    }

    @Override
    protected Backend backend() {
        return new Backend(storage.endpoint(), KEY.accessKey(), KEY.secretKey(), "candidates", "production");
    }
}
