package io.manymodels.cli.data;

import io.manymodels.cli.output.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes tables to files; the name's end says how: {@code .csv} or {@code .parquet}. */
public final class TableFile {

    private TableFile() {}

    /** Refuses other names before any work is done. */
    public static void requireKnownType(Path file) {
        if (!csv(file) && !parquet(file)) {
            throw CommandFailure.usage("Cannot write (" + file + "). Maybe a name that ends in .csv or .parquet.");
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw CommandFailure.usage("The folder of (" + file + ") does not exist. Maybe create it first.");
        }
    }

    /** Writes CSV as it comes, and closes it. A file is there whole, or stays as it was. */
    public static void write(InputStream rows, Path file) {
        try (rows) {
            Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "manymodels", ".csv");
            try {
                Files.copy(rows, draft, StandardCopyOption.REPLACE_EXISTING);
                if (parquet(file)) {
                    ParquetRepository.convert(draft, file);
                } else {
                    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw CommandFailure.negative("Cannot write (" + file + "): " + e.getMessage()
                    + ". Maybe the disk is full, or the connection broke.");
        }
    }

    static boolean parquet(Path file) {
        return file.toString().endsWith(".parquet");
    }

    private static boolean csv(Path file) {
        return file.toString().endsWith(".csv");
    }
}
