package io.manymodels.cli.connection;

import io.manymodels.cli.output.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The data folder of a stack on this machine, and what the stack tells about itself in it. */
public record StackFolder(Path path) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The given folder, else {@code MANYMODELS_DATA}, else {@code .manymodels}. */
    public static StackFolder of(@Nullable Path given) {
        String variable = ProcessEnvironment.get("MANYMODELS_DATA");
        Path chosen = given != null ? given : Path.of(variable != null ? variable : ".manymodels");
        return new StackFolder(chosen.toAbsolutePath().normalize());
    }

    /** What the stack last wrote about itself: phase, urls, database, storage, processes. */
    public Optional<JsonNode> state() {
        return read(path.resolve("run").resolve("stack.json"));
    }

    /** Passwords and keys; empty when there never was a stack here. */
    public Optional<JsonNode> credentials() {
        return read(path.resolve("credentials.json"));
    }

    /** The running stack's process. */
    public Optional<ProcessHandle> process() {
        return process("stack");
    }

    /** A process of the stack by the name of its pid file, if it runs. */
    public Optional<ProcessHandle> process(String name) {
        return process(path.resolve("run").resolve(name + ".pid"), mark());
    }

    /** The database server, if it runs. */
    public Optional<ProcessHandle> postgres() {
        return process(path.resolve("postgres").resolve("data").resolve("postmaster.pid"), path.toString());
    }

    /** The process whose pid stands first in a file. A pid may belong to a stranger by now: ours have the mark. */
    private static Optional<ProcessHandle> process(Path file, String mark) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(pid -> pid.matches("\\d{1,18}"))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info().commandLine().orElse("").contains(mark));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What marks the stack's processes on their command line. */
    public String mark() {
        return "-Dmanymodels.data=" + path;
    }

    /** Where a process writes its log. */
    public Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    private static Optional<JsonNode> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(JSON.readTree(file)) : Optional.empty();
        } catch (JacksonException e) {
            throw CommandFailure.unreachable("Cannot read (" + file + "): " + e.getOriginalMessage()
                    + ". Maybe it belongs to another user, or is not a data folder of ./manymodels.");
        }
    }

    /** Names of processes that may run beside the stack's own, in the order in which they end. */
    public static List<String> children() {
        return List.of("realtime", "scoring", "promotion", "training", "ingestion", "kafka");
    }
}
