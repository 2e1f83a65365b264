package io.manymodels.work.container;

import io.manymodels.fixtures.storage.ObjectStoreContract;
import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.credential.StorageKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.MountableFile;

/** SeaweedFS as compose runs it: its image, started by the deployment's own script. */
@Tag("containers")
class SeaweedObjectStoreContainerIT extends ObjectStoreContract {

    private static final int PORT = 9000;

    @TempDir
    static Path folder;

    private static GenericContainer<?> storage;
    private static StorageKey key;

    @BeforeAll
    static void start() throws IOException {
        Credentials credentials = Credentials.loadOrCreate(folder.resolve("credentials.json"));
        key = credentials.storageKey("training");
        storage = new GenericContainer<>(ComposeFile.image("storage")).withExposedPorts(PORT)
                .withEnv(StorageKeys.variables(credentials))
                .withCopyFileToContainer(
                        MountableFile.forHostPath(ComposeFile.root().resolve("deploy/docker/seaweedfs.sh")),
                        "/seaweedfs.sh")
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("sh", "/seaweedfs.sh"));
        storage.start();
        Awaitility.await("its buckets").atMost(Duration.ofMinutes(1))
                .until(() -> storage.execInContainer("sh", "/seaweedfs.sh", "buckets").getExitCode() == 0);
    }

    @AfterAll
    static void stop() {
        storage.stop();
    }

    @Override
    protected Backend backend() {
        return new Backend(URI.create("http://%s:%d".formatted(storage.getHost(), storage.getMappedPort(PORT))),
                key.accessKey(), key.secretKey(), "candidates", "production");
    }
}
