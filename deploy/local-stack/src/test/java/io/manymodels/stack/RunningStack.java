package io.manymodels.stack;

import static org.awaitility.Awaitility.await;

import io.manymodels.deployment.StackProcesses;
import io.manymodels.stack.process.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stack of infrastructure alone, as a process of its own, on a folder and ports that nobody else has. */
final class RunningStack implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path data;
    private final Path log;
    private final Ports ports = Ports.free();
    private Process process;

    RunningStack(Path data, Path log) throws IOException {
        this.data = data;
        this.log = log;
        this.process = launch();
    }

    /** Starts the stack once more on the same folder; the former one may still run. */
    Process launch() throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(StackProcesses.marks(data, StackProcesses.SUPERVISOR));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx192m", "-Dlogback.configurationFile=local-stack-logback.xml", "-cp",
                System.getProperty("java.class.path"), LocalStack.class.getName(), "--home", data.toString(),
                "--data", data.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(Map.of("MANYMODELS_SERVICES", "none",
                "MANYMODELS_PORT_POSTGRES", String.valueOf(ports.postgres()),
                "MANYMODELS_PORT_KAFKA", String.valueOf(ports.kafka()),
                "MANYMODELS_PORT_KAFKA_CONTROLLER", String.valueOf(ports.kafkaController()),
                "MANYMODELS_PORT_STORAGE", String.valueOf(ports.storage())));
        return builder.start();
    }

    void relaunch() throws IOException {
        process = launch();
    }

    Path log() {
        return log;
    }

    Path data() {
        return data;
    }

    Ports ports() {
        return ports;
    }

    Process supervisor() {
        return process;
    }

    /** What the stack says about itself. */
    JsonNode state() {
        return JsonMapper.shared().readTree(data.resolve("run/stack.json"));
    }

    String phase() {
        return Files.exists(data.resolve("run/stack.json"))
                && state().path("pid").asLong() == process.pid() ? state().path("phase").asString() : "";
    }

    JsonNode part(String name) {
        for (JsonNode part : state().path("processes")) {
            if (part.path("name").asString().equals(name)) {
                return part;
            }
        }
        throw new AssertionError("No part " + name + " in " + state());
    }

    long pid(String part) {
        return part(part).path("pid").asLong();
    }

    /** The process id of the database server itself. */
    long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postgres/data/postmaster.pid")).getFirst().strip());
    }

    void awaitPhase(String expected) {
        await("phase " + expected).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("The stack ended:\n" + Files.readString(log));
            }
            return phase().equals(expected);
        });
    }

    /** Every process of the stack, the database server and the supervisor excepted. */
    List<ProcessHandle> children() {
        return StackProcesses.of(data).running().stream()
                .filter(entry -> !entry.part().equals(StackProcesses.POSTMASTER))
                .map(StackProcesses.Entry::process).filter(child -> child.pid() != process.pid()).toList();
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor(1, TimeUnit.MINUTES);
        Leftovers.end(StackProcesses.of(data).running().stream().map(StackProcesses.Entry::process).toList());
    }
}
