package io.manymodels.verification;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A data folder that an earlier build left behind, with its landing folder and the predictions that it gave. How it was
 * made stands beside it, in a file of the same name.
 */
final class DataFolderArchive {

    private DataFolderArchive() {}

    /** Unpacks {@code stack}, {@code landing} and {@code expected} into the folder, readable by this user alone. */
    static void unpack(String resource, Path folder) throws IOException {
        try (InputStream packed = Objects.requireNonNull(DataFolderArchive.class.getResourceAsStream(resource));
                var tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("[%s] lies outside of the archive".formatted(entry.getName()));
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    // PostgreSQL starts on no folder that others may read.
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
                } else {
                    Files.copy(tar, path);
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }
}
