package io.manymodels.stack;

import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.kafka.BrokerProcess;
import io.manymodels.stack.postgres.PostgresServer;
import io.manymodels.stack.process.ManagedProcess;
import io.manymodels.stack.process.Pipeline;
import io.manymodels.stack.process.ProcessPlan;
import io.manymodels.stack.process.ProcessState;
import io.manymodels.stack.process.Readiness;
import io.manymodels.stack.process.StackProblem;
import io.manymodels.stack.storage.ObjectStorage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole platform on this machine: PostgreSQL and S3 storage, then Kafka and each service as a child process with the
 * environment that any deployment sets. Runs until it is told to end (SIGTERM), and then ends everything in reverse.
 * {@code ./manymodels up} starts it and reads its {@link StackState}.
 */
public final class LocalStack {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    private static final Set<String> TUNING = Set.of("MANYMODELS_WORK_CONCURRENCY", "MANYMODELS_INGESTION_MEMORY_LIMIT",
            "MANYMODELS_REALTIME_CACHE_BYTES", "SERVER_ADDRESS");

    private final StackOptions options;
    private final Map<String, String> environment;
    private final DataFolder folder;
    private final StackPorts ports;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<ManagedProcess> processes = new ArrayList<>();

    private volatile @Nullable PostgresServer postgres;
    private volatile @Nullable ObjectStorage storage;
    private volatile String phase = "starting";
    private volatile @Nullable String problem;
    private volatile boolean stopping;

    private LocalStack(StackOptions options, Map<String, String> environment) throws StackProblem {
        this.options = options;
        this.environment = environment;
        this.folder = new DataFolder(options.data());
        this.ports = StackPorts.from(environment);
    }

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> environment = new ProcessBuilder().environment();
        int code = 1;
        try {
            var stack = new LocalStack(StackOptions.parse(arguments, environment), environment);
            code = stack.run();
        } catch (StackProblem e) {
            LOG.error("{}", e.getMessage());
        }
        Runtime.getRuntime().halt(code);
    }

    private int run() throws InterruptedException {
        try {
            folder.claim();
        } catch (StackProblem | IOException e) {
            // Another stack may own the state file, so the command line learns this from the log alone.
            LOG.error("{}", e.getMessage());
            return 1;
        }
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutdown(ended), "stop-stack"));
        try {
            publish();
            long since = System.nanoTime();
            folder.requireSpace();
            folder.endLeftovers();
            start();
            become("ready");
            LOG.info("Ready after {} s", Duration.ofNanos(System.nanoTime() - since).toSeconds());
            ended.await();
            return 0;
        } catch (StackProblem | IOException e) {
            if (stopping) {
                ended.await();
                return 0;
            }
            LOG.error("{}", e.getMessage(), e);
            problem = e.getMessage();
            stopAll(false);
            become("failed");
            return 1;
        }
    }

    private void start() throws StackProblem, IOException, InterruptedException {
        Files.createDirectories(options.landing());
        Credentials credentials = Credentials.loadOrCreate(folder.credentialsFile());
        ports.requireFree(used());
        ServiceProperties properties = options.external()
                ? ExternalInfrastructure.from(environment, credentials, options.landing())
                : startInfrastructure(credentials);
        try (var pipeline = new Pipeline(2)) {
            for (ServiceKind service : options.services()) {
                ManagedProcess process = service(service, properties);
                register(process);
                pipeline.add(() -> started(process));
            }
            pipeline.finish();
        }
    }

    private List<String> used() {
        var names = new ArrayList<String>();
        if (!options.external()) {
            names.addAll(StackPorts.INFRASTRUCTURE);
        }
        options.services().forEach(service -> names.add(service.id()));
        return names;
    }

    private ServiceProperties startInfrastructure(Credentials credentials)
            throws StackProblem, IOException, InterruptedException {
        Path log = folder.freshLog("kafka");
        var plan = new ProcessPlan("kafka", ports.of("kafka"),
                JavaCommand.main(options.home().resolve("local-stack"), options.data(),
                        List.of("-Xms64m", "-Xmx256m", "-XX:TieredStopAtLevel=1"), BrokerProcess.class,
                        options.data().resolve("kafka").toString(), String.valueOf(ports.of("kafka")),
                        String.valueOf(ports.of("kafka-controller"))),
                Map.of(), log, folder.pidFile("kafka"), Duration.ofSeconds(20));
        var kafka = new ManagedProcess(plan, Readiness.port(ports.of("kafka")), this::publish);
        register(kafka);
        try (var pipeline = new Pipeline(3)) {
            pipeline.add(() -> started(kafka));
            pipeline.add(() -> postgres = PostgresServer.start(options.data().resolve("postgres"), ports.of("postgres"),
                    credentials));
            pipeline.add(() -> storage = ObjectStorage.start(options.data().resolve("storage"), ports.of("storage"),
                    credentials.storage()));
            pipeline.finish();
        }
        return new ServiceProperties(credentials, jdbcUrl(), bootstrapServers(), storageEndpoint(), options.landing());
    }

    private ManagedProcess service(ServiceKind service, ServiceProperties properties) throws IOException {
        var variables = new LinkedHashMap<>(properties.environmentOf(service.id()));
        // What the user has set wins over our proportions, but not over how the parts find each other.
        variables.keySet().removeIf(name -> TUNING.contains(name) && environment.containsKey(name));
        variables.put("SERVER_PORT", String.valueOf(ports.of(service.id())));
        if (options.workers() > 0 && variables.containsKey("MANYMODELS_WORK_CONCURRENCY")) {
            variables.put("MANYMODELS_WORK_CONCURRENCY", String.valueOf(options.workers()));
        }
        if (service == ServiceKind.INGESTION) {
            variables.put("MANYMODELS_INGESTION_WORK", options.data().resolve("work/ingestion").toString());
        }
        Path application = options.home().resolve(service.module());
        var plan = new ProcessPlan(service.id(), ports.of(service.id()),
                JavaCommand.application(application, options.data(), service.jvmOptions()),
                variables, folder.freshLog(service.id()), folder.pidFile(service.id()),
                new StartCache(application).patience());
        return new ManagedProcess(plan, Readiness.http(http, URI.create(url(service) + "/actuator/health/readiness")),
                this::publish);
    }

    private static ManagedProcess started(ManagedProcess process) throws StackProblem, InterruptedException {
        process.start();
        return process;
    }

    private void register(ManagedProcess process) throws StackProblem {
        synchronized (processes) {
            if (stopping) {
                throw new StackProblem("The stack was told to end while it started.");
            }
            processes.add(process);
        }
    }

    private void shutdown(CountDownLatch ended) {
        stopping = true;
        boolean wasReady = phase.equals("ready");
        if (!phase.equals("failed")) {
            become("stopping");
            try {
                stopAll(wasReady);
                become("stopped");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        ended.countDown();
    }

    /** @param keepCaches whether the run was long enough to learn from */
    private synchronized void stopAll(boolean keepCaches) throws InterruptedException {
        List<ManagedProcess> reversed;
        synchronized (processes) {
            reversed = new ArrayList<>(processes).reversed();
        }
        for (List<ManagedProcess> together : List.of(
                reversed.stream().filter(process -> process.name().equals("realtime")).toList(),
                reversed.stream().filter(process -> List.of("scoring", "promotion").contains(process.name())).toList(),
                reversed.stream().filter(process -> List.of("training", "ingestion").contains(process.name())).toList(),
                reversed.stream().filter(process -> process.name().equals("kafka")).toList())) {
            var threads = together.stream().map(process -> Thread.ofVirtual().start(() -> stop(process, keepCaches)))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        ObjectStorage startedStorage = storage;
        if (startedStorage != null) {
            startedStorage.close();
        }
        PostgresServer startedPostgres = postgres;
        if (startedPostgres != null) {
            startedPostgres.close();
        }
    }

    private void stop(ManagedProcess process, boolean keepCache) {
        try {
            boolean endedItself = process.stop();
            for (ServiceKind service : options.services()) {
                if (service.id().equals(process.name())) {
                    settle(new StartCache(options.home().resolve(service.module())), endedItself, keepCache);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("The cache for faster starts of {} could not be kept", process.name(), e);
        }
    }

    private static void settle(StartCache cache, boolean endedItself, boolean keep) throws IOException {
        if (!keep) {
            cache.discard();
        } else if (endedItself) {
            cache.keep();
        } else {
            cache.giveUp();
        }
    }

    private String url(ServiceKind service) {
        return "http://127.0.0.1:" + ports.of(service.id());
    }

    private String jdbcUrl() {
        return given("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:" + ports.of("postgres") + "/"
                + PostgresServer.DATABASE);
    }

    private String bootstrapServers() {
        return given("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.of("kafka"));
    }

    private String storageEndpoint() {
        return given("MANYMODELS_STORAGE_ENDPOINT", "http://127.0.0.1:" + ports.of("storage"));
    }

    /** What the environment says where the infrastructure is somebody else's, our own otherwise. */
    private String given(String variable, String own) {
        return options.external() ? environment.getOrDefault(variable, own) : own;
    }

    private void become(String next) {
        phase = next;
        publish();
    }

    private void publish() {
        synchronized (processes) {
            var urls = new LinkedHashMap<String, String>();
            for (ServiceKind service : ServiceKind.values()) {
                urls.put(service.id(), url(service));
            }
            var parts = new ArrayList<StackState.Part>();
            if (!options.external()) {
                parts.add(new StackState.Part("postgres", stateOf(postgres), 0, ports.of("postgres")));
                parts.add(new StackState.Part("storage", stateOf(storage), 0, ports.of("storage")));
            }
            for (ManagedProcess process : processes) {
                parts.add(new StackState.Part(process.name(), process.state().name().toLowerCase(Locale.ROOT),
                        process.pid(), process.port()));
            }
            new StackState(ProcessHandle.current().pid(), phase, options.external(), problem, urls,
                    StackState.Database.of(jdbcUrl()), bootstrapServers(),
                    new StackState.Storage(storageEndpoint(), ObjectStorage.REGION), parts)
                    .write(folder.stateFile());
        }
    }

    private static String stateOf(@Nullable AutoCloseable part) {
        return (part == null ? ProcessState.STARTING : ProcessState.READY).name().toLowerCase(Locale.ROOT);
    }
}
