package io.manymodels.stack;

import io.manymodels.access.Role;
import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.credential.StorageKey;
import io.manymodels.stack.kafka.KafkaBroker;
import io.manymodels.stack.kafka.KafkaLogin;
import io.manymodels.stack.postgres.PostgresServer;
import io.manymodels.stack.storage.ObjectStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL, Kafka and S3 storage inside this JVM, on one folder, with all passwords and grants of a real deployment.
 * The services' tests run against it:
 *
 * <pre>{@code
 * static final EmbeddedInfrastructure infrastructure = EmbeddedInfrastructure.start(temporaryFolder);
 *
 * @DynamicPropertySource
 * static void properties(DynamicPropertyRegistry registry) {
 *     infrastructure.properties("training").forEach((name, value) -> registry.add(name, () -> value));
 * }
 * }</pre>
 */
public final class EmbeddedInfrastructure implements AutoCloseable {

    /** A database login. */
    public record DatabaseLogin(String url, String username, String password) {

        @Override
        public String toString() {
            return "DatabaseLogin[" + url + ", " + username + ", password not shown]";
        }
    }

    private final Credentials credentials;
    private final PostgresServer postgres;
    private final KafkaBroker kafka;
    private final ObjectStorage storage;
    private final ServiceProperties services;

    private EmbeddedInfrastructure(Credentials credentials, Path data, PostgresServer postgres, KafkaBroker kafka,
            ObjectStorage storage) {
        this.credentials = credentials;
        this.postgres = postgres;
        this.kafka = kafka;
        this.storage = storage;
        this.services = new ServiceProperties(credentials,
                new StackAddresses(postgres.url(), kafka.bootstrapServers(), storage.endpoint().toString()),
                data.resolve("landing"), data.resolve("work"));
    }

    /** Starts on free ports. */
    public static EmbeddedInfrastructure start(Path data) throws IOException {
        return start(data, Ports.free());
    }

    /**
     * Starts all three at once and waits until they answer.
     *
     * @param data folder that keeps everything between starts: data, {@code credentials.json}, landing folder
     * @throws IOException when one of them does not start; the others are stopped then
     */
    public static EmbeddedInfrastructure start(Path data, Ports ports) throws IOException {
        quietLogs();
        DataFolder.createPrivate(data);
        Files.createDirectories(data.resolve("landing"));
        Credentials credentials = Credentials.loadOrCreate(data.resolve("credentials.json"));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var postgres = CompletableFuture.supplyAsync(
                    unchecked(() -> PostgresServer.start(data.resolve("postgres"), ports.postgres(),
                            credentials)),
                    executor);
            var kafka = CompletableFuture.supplyAsync(
                    unchecked(() -> KafkaBroker.start(data.resolve("kafka"), ports.kafka(), ports.kafkaController(),
                            credentials)),
                    executor);
            var storage = CompletableFuture.supplyAsync(
                    unchecked(
                            () -> ObjectStorage.start(data.resolve("storage"), ports.storage(), credentials.storage())),
                    executor);
            try {
                CompletableFuture.allOf(postgres, kafka, storage).join();
            } catch (CompletionException e) {
                Deque<AutoCloseable> started = new ArrayDeque<>();
                for (var part : java.util.List.of(postgres, kafka, storage)) {
                    if (!part.isCompletedExceptionally()) {
                        started.push(part.join());
                    }
                }
                closeAll(started);
                throw new IOException("The infrastructure did not start: " + rootMessage(e), e);
            }
            return new EmbeddedInfrastructure(credentials, data, postgres.join(), kafka.join(), storage.join());
        }
    }

    private static <T> java.util.function.Supplier<T> unchecked(Callable<T> start) {
        return () -> {
            try {
                return start.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        };
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** Before Spring sets up logging, logback would print every debug line of the broker. */
    private static void quietLogs() {
        for (String name : java.util.List.of("org.apache.kafka", "kafka", "state.change.logger", "io.zonky",
                "org.gaul")) {
            if (LoggerFactory.getLogger(name) instanceof ch.qos.logback.classic.Logger logger
                    && logger.getLevel() == null) {
                logger.setLevel(ch.qos.logback.classic.Level.WARN);
            }
        }
    }

    /**
     * The environment variables of a service, as any deployment sets them.
     *
     * @param service {@code ingestion}, {@code training}, {@code promotion}, {@code scoring} or {@code realtime}
     */
    public Map<String, String> environment(String service) {
        return services.environmentOf(service);
    }

    /** The same as Spring properties, with the broker's chatter turned down, for tests that start a service in this JVM. */
    public Map<String, String> properties(String service) {
        var properties = new TreeMap<>(services.of(service));
        properties.put("logging.level.org.apache.kafka", "WARN");
        properties.put("logging.level.kafka", "WARN");
        properties.put("logging.level.state.change.logger", "WARN");
        properties.put("logging.level.io.zonky", "WARN");
        properties.put("logging.level.org.gaul", "WARN");
        return properties;
    }

    /** A database login of a service, of {@code reader}, or of the superuser {@code postgres}. */
    public DatabaseLogin database(String role) {
        return new DatabaseLogin(postgres.url(), role, credentials.databasePassword(role));
    }

    /** The read-only login of people and their tools. */
    public DatabaseLogin reader() {
        return database(Credentials.READER);
    }

    /** S3 credential of a service or of {@code reader}. */
    public StorageKey storageKey(String user) {
        return credentials.storageKey(user);
    }

    /** Where S3 clients connect. */
    public String storageEndpoint() {
        return storage.endpoint().toString();
    }

    /** Where Kafka clients connect. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /**
     * The settings of a Kafka client.
     *
     * @param user a service, or {@code broker}, which may do everything
     */
    public Map<String, Object> kafkaClient(String user) {
        var settings = new TreeMap<String, Object>(
                new KafkaLogin(user, credentials.kafkaPassword(user)).clientSettings());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return settings;
    }

    /** The folder from which ingestion takes files. */
    public Path landing() {
        return services.landing();
    }

    /** An API key with this role alone. */
    public String apiKey(Role role) {
        return credentials.apiKey(role);
    }

    /** The API key with all roles. */
    public String ownerApiKey() {
        return credentials.ownerApiKey();
    }

    @Override
    public void close() {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        parts.push(postgres);
        parts.push(kafka);
        parts.push(storage);
        closeAll(parts);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LoggerFactory.getLogger(EmbeddedInfrastructure.class).warn("A part of the infrastructure did not stop",
                        e);
            }
        }
    }
}
