package io.manymodels.console.start;

import io.manymodels.problem.ManyModelsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes files into the folder that ingestion reads, below {@code uploads}, and nowhere else. */
@Component
class LandingFolder {

    private static final Pattern NAME = Pattern
            .compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\\.[A-Za-z0-9_-]{1,20}){0,3}");
    private static final String FOLDER = "uploads";

    private final @Nullable Path landing;

    LandingFolder(StartProperties properties) {
        this.landing = properties.landing();
    }

    boolean isOpen() {
        return landing != null;
    }

    /**
     * Stores a file.
     *
     * @param replaces whether it may take the place of a file of that name, which families may read
     * @return its path below the landing folder, as specs name it
     * @throws ManyModelsException INVALID {@code file-name} or {@code file-type}; CONFLICT {@code file-exists}
     */
    String store(String name, InputStream content, boolean replaces) {
        if (landing == null) {
            throw ManyModelsException.invalid("upload-unsupported",
                    "This console takes no files. Maybe put it into the landing folder of ingestion");
        }
        if (!NAME.matcher(name).matches()) {
            throw ManyModelsException.invalid("file-name",
                    "File name [%s] has other characters than letters, digits, - and _. Maybe sales.csv"
                            .formatted(name));
        }
        if (!name.matches(".*\\.(csv|csv\\.gz|parquet|json)")) {
            throw ManyModelsException.invalid("file-type",
                    "File [%s] is none of csv, csv.gz, parquet and json. Maybe save it as CSV".formatted(name));
        }
        Path folder = landing.resolve(FOLDER);
        Path target = folder.resolve(name);
        if (!replaces && Files.exists(target)) {
            throw ManyModelsException.conflict("file-exists",
                    "File [%s] is there already, and a family may read it. Maybe give yours another name, or say that it takes its place"
                            .formatted(name));
        }
        try {
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, ".upload-", ".part");
            try {
                Files.copy(content, draft, StandardCopyOption.REPLACE_EXISTING);
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("File [%s] could not be stored".formatted(name), e);
        }
        return FOLDER + "/" + name;
    }
}
