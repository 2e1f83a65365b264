package io.manymodels.work.container;

import io.manymodels.fixtures.storage.ObjectStoreContract;
import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.credential.StorageKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/** MinIO with the buckets, users and grants that the deployment's own script makes. */
@Tag("containers")
class MinioObjectStoreContainerIT extends ObjectStoreContract {

    private static final int PORT = 9000;
    private static final String ROOT_USER = "root-of-tests";
    private static final String ROOT_PASSWORD = "a-password-of-tests";

    @TempDir
    static Path folder;

    private static Network network;
    private static GenericContainer<?> storage;
    private static StorageKey key;

    @BeforeAll
    static void start() throws IOException {
        Credentials credentials = Credentials.loadOrCreate(folder.resolve("credentials.json"));
        key = credentials.storageKey("training");
        network = Network.newNetwork();
        storage = new GenericContainer<>(ComposeFile.image("storage")).withNetwork(network)
                .withNetworkAliases("storage")
                .withCommand("server", "/data").withExposedPorts(PORT).withEnv("MINIO_ROOT_USER", ROOT_USER)
                .withEnv("MINIO_ROOT_PASSWORD", ROOT_PASSWORD)
                .waitingFor(Wait.forHttp("/minio/health/ready").forPort(PORT));
        storage.start();
        Map<String, String> environment = new HashMap<>(Map.of("MANYMODELS_STORAGE_ENDPOINT", "http://storage:" + PORT,
                "MINIO_ROOT_USER", ROOT_USER, "MINIO_ROOT_PASSWORD", ROOT_PASSWORD));
        credentials.storage().forEach((user, made) -> {
            environment.put(ComposeFile.variable("STORAGE_ACCESS_KEY", user), made.accessKey());
            environment.put(ComposeFile.variable("STORAGE_SECRET_KEY", user), made.secretKey());
        });
        try (var setup = new GenericContainer<>(ComposeFile.image("storage-setup")).withNetwork(network)
                .withEnv(environment)
                .withCopyFileToContainer(MountableFile
                        .forHostPath(ComposeFile.root().resolve("deploy/docker/minio-setup.sh")), "/setup.sh")
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("sh", "/setup.sh"))
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy())) {
            setup.start();
        }
    }

    @AfterAll
    static void stop() {
        storage.stop();
        network.close();
    }

    @Override
    protected Backend backend() {
        return new Backend(URI.create("http://%s:%d".formatted(storage.getHost(), storage.getMappedPort(PORT))),
                key.accessKey(), key.secretKey(), "candidates", "production");
    }
}
