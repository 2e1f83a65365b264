package io.manymodels.cli.connection;

import io.manymodels.cli.output.CommandFailure;
import io.manymodels.deployment.StackProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The data folder of a stack on this machine, and what the stack tells about itself in it. */
public record StackFolder(Path path) {

    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The given folder, else {@code MANYMODELS_DATA}, else {@code .manymodels}. */
    public static StackFolder of(@Nullable Path given) {
        String variable = ProcessEnvironment.get("MANYMODELS_DATA");
        Path chosen = given != null ? given : Path.of(variable != null ? variable : ".manymodels");
        return new StackFolder(chosen.toAbsolutePath().normalize());
    }

    /** What the stack last wrote about itself: phase, urls, database, storage, processes. */
    public Optional<JsonNode> state() {
        return read(run().resolve("stack.json"));
    }

    /** Passwords and keys; empty when there never was a stack here. */
    public Optional<JsonNode> credentials() {
        return read(path.resolve("credentials.json"));
    }

    /** What runs of the stack at this moment. */
    public StackProcesses processes() {
        return StackProcesses.of(path);
    }

    /**
     * Creates the folder, and what is needed in it before a stack runs, for its owner alone.
     *
     * @throws IOException when it cannot be created or is not ours
     */
    public void create() throws IOException {
        for (Path folder : List.of(path, run(), path.resolve("logs"))) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
            if (!Files.getPosixFilePermissions(folder).equals(OWNER_ALONE)) {
                Files.setPosixFilePermissions(folder, OWNER_ALONE);
            }
        }
    }

    /** Where the stack tells who runs. */
    public Path run() {
        return path.resolve("run");
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
}
