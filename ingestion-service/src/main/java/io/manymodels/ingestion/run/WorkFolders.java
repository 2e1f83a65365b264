package io.manymodels.ingestion.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder for each try at an ingestion. What an earlier try, killed half-way, left behind goes first. */
class WorkFolders {

    private final Path root;

    WorkFolders(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** An empty folder. */
    Path create(UUID run, int epoch) throws IOException {
        Files.createDirectories(root);
        try (Stream<Path> earlier = Files.list(root)) {
            earlier.filter(path -> path.getFileName().toString().startsWith(run.toString())).forEach(this::remove);
        }
        // The real path, because the sandbox compares paths as they are.
        return Files.createDirectory(root.resolve(run + "-" + epoch)).toRealPath();
    }

    void remove(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Work folder [%s] cannot be removed".formatted(folder), e);
        }
    }
}
