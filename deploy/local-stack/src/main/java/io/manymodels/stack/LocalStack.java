package io.manymodels.stack;

import io.manymodels.stack.backup.PlatformVersion;
import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.postgres.PostgresServer;
import io.manymodels.stack.process.ManagedProcess;
import io.manymodels.stack.process.Pipeline;
import io.manymodels.stack.process.StackProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole platform on this machine: PostgreSQL, Kafka, S3 storage and each service as a child process with the
 * environment that any deployment sets. Watches them, and starts again what ends by itself. Runs until it is told to end
 * (SIGTERM), and then ends everything in reverse. {@code ./manymodels up} starts it and reads its {@link StackState}.
 */
public final class LocalStack {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    /** What ends together, one set after the other. */
    private static final List<Set<String>> ORDER_OF_END = List.of(Set.of("console", "realtime"),
            Set.of("scoring", "promotion"),
            Set.of("training", "ingestion"), Set.of("kafka"), Set.of("storage", "postgres"));

    private final StackOptions options;
    private final Map<String, String> environment;
    private final DataFolder folder;
    private final StackPorts ports;
    private final StackAddresses addresses;
    private final StackReport report;
    private final StackParts parts;

    private volatile boolean stopping;

    private LocalStack(StackOptions options, Map<String, String> environment) throws StackProblem {
        this.options = options;
        this.environment = environment;
        this.folder = new DataFolder(options.data());
        this.ports = StackPorts.from(environment);
        this.addresses = StackAddresses.of(ports, options.external(), environment);
        this.report = new StackReport(folder, ports, options.external(), addresses);
        this.parts = new StackParts(options, ports, folder, environment, report::publish);
    }

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> environment = new ProcessBuilder().environment();
        int code = 1;
        try {
            var stack = new LocalStack(StackOptions.parse(arguments, environment), environment);
            code = stack.run();
        } catch (StackProblem | IOException e) {
            // Another stack may own the state file, so the command line learns this from the log alone.
            LOG.error("{}", e.getMessage());
        }
        Runtime.getRuntime().halt(code);
    }

    private int run() throws StackProblem, IOException, InterruptedException {
        try (var _ = folder.claim()) {
            return runOnClaimedFolder();
        }
    }

    private int runOnClaimedFolder() throws InterruptedException {
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutdown(ended), "stop-stack"));
        try {
            report.publish();
            long since = System.nanoTime();
            folder.requireSpace();
            PostgresServer.requireReadable(folder.postgres());
            folder.requireNoNewer(PlatformVersion.current());
            folder.endLeftovers();
            folder.endBrokenBackup();
            start();
            report.become("ready");
            LOG.info("Ready after {} s", Duration.ofNanos(System.nanoTime() - since).toSeconds());
            while (!ended.await(1, TimeUnit.SECONDS)) {
                report.catchUp();
            }
            return 0;
        } catch (StackProblem | IOException e) {
            if (stopping) {
                ended.await();
                return 0;
            }
            LOG.error("{}", e.getMessage(), e);
            stopAll(false);
            report.fail(e.getMessage());
            return 1;
        }
    }

    private void start() throws StackProblem, IOException, InterruptedException {
        Files.createDirectories(options.landing());
        Credentials credentials = Credentials.loadOrCreate(folder.credentialsFile());
        ports.requireFree(used());
        ServiceProperties properties = options.external()
                ? ExternalInfrastructure.from(environment, credentials, options.landing(), folder.work())
                : startInfrastructure(credentials);
        try (var pipeline = new Pipeline(2)) {
            for (ServiceKind service : options.services()) {
                ManagedProcess process = register(parts.service(service, properties));
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
        try (var pipeline = new Pipeline(3)) {
            for (ManagedProcess process : parts.infrastructure(credentials)) {
                register(process);
                pipeline.add(() -> started(process));
            }
            pipeline.finish();
        }
        return new ServiceProperties(credentials, addresses, options.landing(), folder.work());
    }

    private static ManagedProcess started(ManagedProcess process) throws StackProblem, InterruptedException {
        process.start();
        return process;
    }

    private ManagedProcess register(ManagedProcess process) throws StackProblem {
        synchronized (report) {
            if (stopping) {
                throw new StackProblem("The stack was told to end while it started.");
            }
            report.add(process);
            return process;
        }
    }

    private void shutdown(CountDownLatch ended) {
        stopping = true;
        boolean wasReady = report.phase().equals("ready");
        if (!report.phase().equals("failed")) {
            report.become("stopping");
            try {
                stopAll(wasReady);
                report.become("stopped");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        ended.countDown();
    }

    /** @param keepCaches whether the run was long enough to learn from */
    private synchronized void stopAll(boolean keepCaches) throws InterruptedException {
        List<ManagedProcess> processes = report.processes();
        for (Set<String> together : ORDER_OF_END) {
            var threads = processes.stream().filter(process -> together.contains(process.name()))
                    .map(process -> Thread.ofPlatform().start(() -> stop(process, keepCaches)))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private void stop(ManagedProcess process, boolean keepCache) {
        try {
            boolean endedItself = process.stop();
            for (ServiceKind service : options.services()) {
                if (service.id().equals(process.name())) {
                    settle(options.startCache(service), endedItself, keepCache);
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
}
