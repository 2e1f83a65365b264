package io.manymodels.work.container;

import io.manymodels.access.Role;
import io.manymodels.stack.EmbeddedInfrastructure.DatabaseLogin;
import io.manymodels.stack.credential.Credentials;
import io.manymodels.work.TestInfrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** PostgreSQL and Kafka as compose runs them, with its images, its bootstrap and the settings of its broker. */
public final class Containers implements TestInfrastructure {

    private static final int POSTGRES = 5432;

    private final Credentials credentials;
    private final GenericContainer<?> postgres;
    private final KafkaContainer kafka;

    private Containers(Credentials credentials) throws IOException {
        this.credentials = credentials;
        Path bootstrap = ComposeFile.root().resolve("deploy/postgres");
        Map<String, String> passwords = new LinkedHashMap<>();
        credentials.database()
                .forEach((role, password) -> passwords.put(ComposeFile.variable("DATABASE_PASSWORD", role),
                        password));
        this.postgres = new GenericContainer<>(ComposeFile.image("postgres")).withExposedPorts(POSTGRES)
                .withEnv(passwords).withEnv("POSTGRES_DB", "manymodels")
                .withEnv("POSTGRES_PASSWORD", credentials.databasePassword(Credentials.SUPERUSER))
                .withEnv("POSTGRES_INITDB_ARGS",
                        "--auth-host=scram-sha-256 --locale=C.UTF-8 --locale-provider=builtin --builtin-locale=C.UTF-8")
                .withEnv("PGUSER", Credentials.SUPERUSER).withEnv("BOOTSTRAP_DIR", "/bootstrap")
                .withCopyFileToContainer(MountableFile.forHostPath(bootstrap), "/bootstrap")
                .withCopyFileToContainer(MountableFile.forHostPath(bootstrap.resolve("bootstrap.sh"), 0755),
                        "/docker-entrypoint-initdb.d/10-bootstrap.sh")
                // The first server runs the bootstrap and ends.
                .waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*", 2));
        this.kafka = new KafkaContainer(DockerImageName.parse(ComposeFile.image("kafka")))
                .withEnv(ComposeFile.settings("KAFKA_(?:GROUP|SHARE)_\\w+"));
    }

    public static Containers start() throws IOException {
        Containers containers = new Containers(
                Credentials.loadOrCreate(Files.createTempDirectory("containers").resolve("credentials.json")));
        containers.postgres.start();
        containers.kafka.start();
        return containers;
    }

    @Override
    public Map<String, String> properties(String service) {
        DatabaseLogin login = database(service);
        return Map.of("spring.datasource.url", login.url(), "spring.datasource.username", login.username(),
                "spring.datasource.password", login.password(), "spring.kafka.bootstrap-servers",
                kafka.getBootstrapServers(),
                "manymodels.security.api-keys", credentials.hashedApiKeys(), "logging.level.org.apache.kafka", "WARN");
    }

    @Override
    public DatabaseLogin database(String role) {
        return new DatabaseLogin(
                "jdbc:postgresql://%s:%d/manymodels".formatted(postgres.getHost(), postgres.getMappedPort(POSTGRES)),
                role, credentials.databasePassword(role));
    }

    @Override
    public Map<String, Object> kafkaClient(String user) {
        return new LinkedHashMap<>(Map.of("bootstrap.servers", kafka.getBootstrapServers()));
    }

    @Override
    public String apiKey(Role role) {
        return credentials.apiKey(role);
    }

    @Override
    public void close() {
        kafka.stop();
        postgres.stop();
    }
}
