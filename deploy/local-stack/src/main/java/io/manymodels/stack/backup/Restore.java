package io.manymodels.stack.backup;

import io.manymodels.stack.process.StackProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes a data folder of a backup, with every byte checked on the way. */
public final class Restore {

    private final Path backup;
    private final BackupFolder folder;
    private final Consumer<String> lines;

    /**
     * @param data the data folder to be made
     * @param lines takes what people may want to read meanwhile
     */
    public Restore(Path backup, Path data, Consumer<String> lines) {
        this.backup = backup;
        this.folder = new BackupFolder(data);
        this.lines = lines;
    }

    /**
     * Makes it, or leaves nothing behind.
     *
     * @param version the one that restores
     * @param postgres major version of PostgreSQL that it brings
     * @return what the backup says of itself
     * @throws StackProblem when it cannot be restored, with what to do
     */
    public Manifest make(PlatformVersion version, String postgres) throws StackProblem, IOException {
        Manifest manifest = Manifest.read(backup);
        manifest.requireReadable(backup, version, postgres);
        FileList list = FileList.read(backup, manifest.list());
        requireWhole(list);
        folder.begin("a data folder");
        try {
            folder.requireSpace(manifest.bytes());
            copy(list, new Progress(lines, manifest.bytes()));
            folder.finish();
            return manifest;
        } finally {
            folder.discard();
        }
    }

    /** Names alone, before anything is copied; their bytes are checked while they are copied. */
    private void requireWhole(FileList list) throws StackProblem, IOException {
        var found = new TreeSet<String>();
        for (Path file : files()) {
            found.add(backup.relativize(file).toString());
        }
        found.removeAll(List.of(Manifest.FILE, FileList.FILE));
        var different = new TreeSet<>(list.digests().keySet());
        different.removeAll(found);
        found.removeAll(list.digests().keySet());
        different.addAll(found);
        if (!different.isEmpty()) {
            throw FileList.altered(backup, different.first());
        }
    }

    private void copy(FileList list, Progress progress) throws StackProblem, IOException {
        try (Stream<Path> found = Files.walk(backup)) {
            for (Path each : found.filter(Files::isDirectory).toList()) {
                // The database wants its empty folders too.
                CheckedCopy.createFolder(folder.unfinished().resolve(backup.relativize(each).toString()));
            }
        }
        for (var entry : list.digests().entrySet()) {
            String path = entry.getKey();
            if (!CheckedCopy.copy(backup.resolve(path), folder.unfinished().resolve(path), progress)
                    .equals(entry.getValue())) {
                throw FileList.altered(backup, path);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(backup)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }
}
