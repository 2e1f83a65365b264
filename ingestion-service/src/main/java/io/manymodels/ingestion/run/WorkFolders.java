package io.manymodels.ingestion.run;

import io.manymodels.ingestion.sandbox.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder for each try at an ingestion, for the service's user alone and with a name that nobody can foresee. What an
 * earlier try, killed half-way, left behind goes first.
 */
public class WorkFolders {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> FOR_OWNER = PosixFilePermissions
            .asFileAttribute(OWNER);

    private final Path root;

    /** @param root made when it is not there; a symbolic link or a folder that others may write to is refused */
    WorkFolders(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** An empty folder. */
    public Path create(UUID run) throws IOException {
        if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(root, FOR_OWNER);
        }
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("Work folder [%s] is no folder. Maybe set manymodels.ingestion.work".formatted(root));
        }
        Files.setPosixFilePermissions(root, OWNER);
        try (Stream<Path> earlier = Files.list(root)) {
            earlier.filter(path -> path.getFileName().toString().startsWith(run.toString())).forEach(this::remove);
        }
        // The real path, because the sandbox compares paths as they are.
        return Files.createTempDirectory(root, run + "-", FOR_OWNER).toRealPath();
    }

    public void remove(Path folder) {
        FolderTree.remove(folder);
    }
}
