package io.manymodels.ingestion.landing;

import io.manymodels.problem.ManyModelsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The one folder of this machine that specs may read from. What a path or glob means is decided after every symbolic link
 * is followed, so nothing outside is ever read.
 *
 * <p>Errors: INVALID {@code source-outside-landing}, {@code source-not-found}, {@code source-too-many-files}.
 */
public final class LandingFolder {

    private final Path folder;

    public LandingFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The files, by path; never empty. */
    public List<Path> resolve(String location) {
        Path root = root(location);
        List<Path> found = isGlob(location) ? glob(root, location) : List.of(single(root, location));
        if (found.isEmpty()) {
            throw notFound(location);
        }
        return found;
    }

    /** The folder itself, every symbolic link followed. */
    public Path root(String location) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new ManyModelsException(ManyModelsException.Kind.INVALID, "source-not-found",
                    "File [%s] cannot be read: the landing folder [%s] does not exist. Maybe create it, or set manymodels.ingestion.landing"
                            .formatted(location, folder),
                    e);
        }
    }

    /** Whether a location may name several files. */
    public static boolean isGlob(String location) {
        return location.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    private Path single(Path root, String location) {
        try {
            Path path = inside(root, root.resolve(location), location);
            if (Files.isRegularFile(path)) {
                return path;
            }
            throw ManyModelsException.invalid("source-not-found",
                    "[%s] is a folder of the landing folder. Maybe [%s/*.csv]".formatted(location, location));
        } catch (InvalidPathException | IOException e) {
            throw notFound(location);
        }
    }

    private static Path inside(Path root, Path path, String location) throws IOException {
        if (!path.normalize().startsWith(root)) {
            throw outside(location);
        }
        Path real = path.toRealPath();
        if (!real.startsWith(root)) {
            throw outside(location);
        }
        return real;
    }

    private static List<Path> glob(Path root, String location) {
        if (location.startsWith("/") || List.of(location.split("/")).contains("..")) {
            throw outside(location);
        }
        return new LandingGlob(root, location).files();
    }

    /** Names that begin with _ or . lie beside the data. */
    public static boolean isData(String name) {
        return !name.startsWith("_") && !name.startsWith(".");
    }

    static ManyModelsException outside(String location) {
        return ManyModelsException.invalid("source-outside-landing",
                "[%s] leads out of the landing folder. Maybe copy the file into it, and name it by its path below"
                        .formatted(location));
    }

    private ManyModelsException notFound(String location) {
        return ManyModelsException.invalid("source-not-found",
                "No file of the landing folder matches [%s]. Maybe look at the spelling below [%s]".formatted(location,
                        folder));
    }
}
