package io.manymodels.stack.backup;

import io.manymodels.stack.process.StackProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a backup of a data folder, as of one moment. The database comes first; what its rows name at that moment lies in
 * the storage already, and what is removed or replaced there until it is copied is {@linkplain KeptObjects kept}. Objects are
 * never written in place, so a file is copied whole. The broker is left out: what it has to carry is in the outbox, or
 * follows from the tables.
 */
public final class Backup {

    static final String POSTGRES = "postgres";
    static final String STORAGE = "storage";
    static final String LANDING = "landing";
    static final String CREDENTIALS = "credentials.json";

    private final Path data;
    private final BackupFolder folder;
    private final PlatformVersion version;
    private final Consumer<String> lines;
    private final FileList list = new FileList();
    private Progress progress;

    /**
     * @param data the data folder
     * @param target where the backup is to lie
     * @param lines takes what people may want to read meanwhile
     */
    public Backup(Path data, Path target, PlatformVersion version, Consumer<String> lines) {
        this.data = data;
        this.folder = new BackupFolder(target);
        this.version = version;
        this.lines = lines;
        this.progress = new Progress(lines, 0);
    }

    /** How the database server is reached, as its superuser. */
    public record Server(String url, String user, String password) {

        @Override
        public String toString() {
            return "Server[" + url + ", " + user + ", password not shown]";
        }
    }

    /**
     * Makes it, or leaves nothing behind.
     *
     * @param server null where nothing runs in the data folder, nor can start while this goes on
     * @return what the backup says of itself
     * @throws StackProblem when it cannot be made, with what to do
     */
    public Manifest make(@Nullable Server server) throws StackProblem, IOException {
        if (folder.whole().startsWith(data)) {
            throw new StackProblem("The backup would lie in the data folder itself (" + folder.whole()
                    + "). Maybe name a folder elsewhere, best on another disk.");
        }
        folder.begin("a backup");
        var kept = new KeptObjects(data.resolve(STORAGE));
        try {
            long expected = sizeOf(data.resolve(POSTGRES)) + sizeOf(data.resolve(STORAGE))
                    + sizeOf(data.resolve(LANDING));
            folder.requireSpace(expected);
            progress = new Progress(lines, expected);
            kept.begin();
            copy(data.resolve(CREDENTIALS), CREDENTIALS);
            Instant asOf = copyDatabase(server);
            lines.accept("  Database as of " + asOf + "; now the objects that it names");
            copyObjects(asOf, kept);
            if (Files.isDirectory(data.resolve(LANDING))) {
                copyTree(data.resolve(LANDING), LANDING, _ -> true);
            }
            var manifest = new Manifest(Manifest.FORMAT, version.version(), version.commit(), asOf,
                    Manifest.thisSystem(),
                    Files.readString(data.resolve(POSTGRES).resolve("data/PG_VERSION")).strip(),
                    list.digests().size(), progress.bytes(), list.write(folder.unfinished()));
            manifest.write(folder.unfinished());
            folder.finish();
            return manifest;
        } catch (SQLException e) {
            throw new StackProblem("The database does not let itself be backed up: " + e.getMessage()
                    + ". Maybe another backup of it is under way, or it is not ready (./manymodels status).", e);
        } finally {
            kept.end();
            folder.discard();
        }
    }

    private Instant copyDatabase(@Nullable Server server) throws SQLException, IOException {
        Path from = data.resolve(POSTGRES).resolve("data");
        String to = POSTGRES + "/data";
        if (server == null) {
            copyTree(from, to, file -> DatabaseBackup.belongs(from.relativize(file)));
            return Instant.now();
        }
        Path control = from.resolve(DatabaseBackup.CONTROL);
        try (var backup = DatabaseBackup.begin(server.url(), server.user(), server.password())) {
            copyTree(from, to, file -> DatabaseBackup.belongs(from.relativize(file)) && !file.equals(control)
                    && (Files.isDirectory(file) || !file.startsWith(from.resolve(DatabaseBackup.LOG))));
            write(to + "/" + DatabaseBackup.CONTROL, DatabaseBackup.control(from));
            DatabaseBackup.Ended ended = backup.end();
            copyTree(from.resolve(DatabaseBackup.LOG), to + "/" + DatabaseBackup.LOG,
                    file -> ended.needs(file.getFileName().toString()));
            write(to + "/backup_label", ended.label().getBytes(StandardCharsets.UTF_8));
            return ended.asOf();
        }
    }

    /** Those that are gone or changed since are among the kept ones. */
    private void copyObjects(Instant asOf, KeptObjects kept) throws IOException {
        FileTime last = FileTime.from(asOf);
        for (Path from : List.of(data.resolve(STORAGE), kept.folder())) {
            copyTree(from, STORAGE, file -> !file.getFileName().toString().startsWith(".")
                    && (Files.isDirectory(file) || isOf(file, last)
                            && !Files.exists(folder.unfinished().resolve(STORAGE).resolve(from.relativize(file)))));
        }
    }

    /** What was written later is nobody's in the database of the backup. */
    private static boolean isOf(Path object, FileTime last) {
        try {
            return Files.getLastModifiedTime(object).compareTo(last) <= 0;
        } catch (IOException e) {
            // It is gone: then it is among those that are kept.
            return false;
        }
    }

    /**
     * Copies a folder while others may write in it: what is gone when its turn comes is passed over.
     *
     * @param belongs which files, and which folders with what is in them
     */
    private void copyTree(Path from, String to, Predicate<Path> belongs) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path found, BasicFileAttributes attributes) throws IOException {
                if (!found.equals(from) && !belongs.test(found)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                CheckedCopy.createFolder(folder.unfinished().resolve(to).resolve(from.relativize(found)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path found, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && belongs.test(found)) {
                    copy(found, to + "/" + from.relativize(found));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path found, IOException why) throws IOException {
                if (why instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw why;
            }
        });
    }

    private void copy(Path from, String to) throws IOException {
        if (to.indexOf('\n') >= 0) {
            throw new IOException(
                    "The name of the file [" + to + "] has more than one line. Maybe give it another one");
        }
        try {
            list.add(to, CheckedCopy.copy(from, folder.unfinished().resolve(to), progress));
        } catch (NoSuchFileException e) {
            if (Files.exists(from)) {
                throw e;
            }
        }
    }

    private void write(String to, byte[] bytes) throws IOException {
        Path file = folder.unfinished().resolve(to);
        Files.write(file, bytes);
        list.add(to, CheckedCopy.sha256(file));
        progress.copied(bytes.length);
        progress.copiedFile();
    }

    private static long sizeOf(Path folder) throws IOException {
        long[] bytes = new long[1];
        if (Files.isDirectory(folder)) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException why) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return bytes[0];
    }
}
