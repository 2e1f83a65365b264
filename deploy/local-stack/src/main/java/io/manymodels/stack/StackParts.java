package io.manymodels.stack;

import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.kafka.BrokerAccess;
import io.manymodels.stack.kafka.BrokerProcess;
import io.manymodels.stack.postgres.Bootstrap;
import io.manymodels.stack.postgres.PostgresProcess;
import io.manymodels.stack.process.ManagedProcess;
import io.manymodels.stack.process.ProcessPlan;
import io.manymodels.stack.process.Readiness;
import io.manymodels.stack.process.RestartPolicy;
import io.manymodels.stack.storage.StorageProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How each part of the stack is started, and how it says that it is ready. */
final class StackParts {

    private static final Set<String> TUNING = Set.of("MANYMODELS_WORK_CONCURRENCY", "MANYMODELS_INGESTION_MEMORY_LIMIT",
            "MANYMODELS_REALTIME_CACHE_BYTES", "SERVER_ADDRESS");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BROKER_ANSWER = Duration.ofSeconds(5);

    private final StackOptions options;
    private final StackPorts ports;
    private final DataFolder folder;
    private final Map<String, String> environment;
    private final Runnable changed;
    private final JavaCommand java;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    StackParts(StackOptions options, StackPorts ports, DataFolder folder, Map<String, String> environment,
            Runnable changed) {
        this.options = options;
        this.ports = ports;
        this.folder = folder;
        this.environment = environment;
        this.changed = changed;
        this.java = new JavaCommand(options.data());
    }

    /** Database, broker and storage. */
    List<ManagedProcess> infrastructure(Credentials credentials) throws IOException {
        return List.of(kafka(credentials), postgres(credentials), storage());
    }

    private ManagedProcess kafka(Credentials credentials) throws IOException {
        var readiness = BrokerAccess.connect("127.0.0.1:" + ports.of("kafka"), credentials, BROKER_ANSWER);
        return infrastructure("kafka", readiness, List.of("-Xms64m", "-Xmx256m", "-XX:TieredStopAtLevel=1"),
                BrokerProcess.class, folder.path().resolve("kafka"), ports.of("kafka"), ports.of("kafka-controller"),
                folder.credentialsFile());
    }

    private ManagedProcess postgres(Credentials credentials) throws IOException {
        return infrastructure("postgres", Bootstrap.readiness(ports.of("postgres"), credentials),
                List.of("-Xms16m", PostgresProcess.HEAP, "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1"),
                PostgresProcess.class,
                folder.path().resolve("postgres"), ports.of("postgres"), folder.credentialsFile());
    }

    /** With the optimising compiler: storage hashes every byte, and C1 knows no instruction for SHA-256. */
    private ManagedProcess storage() throws IOException {
        var readiness = Readiness.answers(http, URI.create("http://127.0.0.1:" + ports.of("storage") + "/"));
        return infrastructure("storage", readiness,
                List.of("-Xms32m", StorageProcess.HEAP, "-XX:+ExitOnOutOfMemoryError"), StorageProcess.class,
                folder.path().resolve("storage"), ports.of("storage"), folder.credentialsFile());
    }

    private ManagedProcess infrastructure(String name, Readiness readiness, List<String> jvmOptions, Class<?> main,
            Object... arguments) throws IOException {
        var plan = new ProcessPlan(name, ports.of(name), java.main(name, jvmOptions, main, arguments), Map.of(),
                folder.freshLog(name), folder.pidFile(name), PATIENCE);
        return new ManagedProcess(plan, readiness, RestartPolicy.USUAL, changed);
    }

    ManagedProcess service(ServiceKind service, ServiceProperties properties) throws IOException {
        var variables = new LinkedHashMap<>(service == ServiceKind.CONSOLE
                ? properties.environmentOfConsole(ports)
                : properties.environmentOf(service.id()));
        // What the user has set wins over our proportions, but not over how the parts find each other.
        variables.keySet().removeIf(name -> TUNING.contains(name) && environment.containsKey(name));
        variables.put("SERVER_PORT", String.valueOf(ports.of(service.id())));
        if (options.workers() > 0 && variables.containsKey("MANYMODELS_WORK_CONCURRENCY")) {
            variables.put("MANYMODELS_WORK_CONCURRENCY", String.valueOf(options.workers()));
        }
        StartCache cache = options.startCache(service);
        var plan = new ProcessPlan(service.id(), ports.of(service.id()),
                java.application(service.id(), cache, service.jvmOptions()), variables,
                folder.freshLog(service.id()), folder.pidFile(service.id()), cache.patience());
        return new ManagedProcess(plan,
                Readiness.http(http, URI.create(ports.url(service.id()) + "/actuator/health/readiness")),
                RestartPolicy.USUAL, changed);
    }
}
