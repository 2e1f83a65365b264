package io.manymodels.stack.backup;

import io.manymodels.stack.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Objects that were removed or replaced while a backup is made: for as long as the folder is there, what leaves the storage
 * gets a second name in it first. Deleting so goes on, and takes nothing from the backup.
 *
 * @param root of the storage; the folder lies in it, as a file gets no second name on another disk
 */
public record KeptObjects(Path root) {

    private static final String GONE = ".let-go-";

    /** Where they are, bucket by bucket. */
    public Path folder() {
        return root.resolve(".kept");
    }

    /** From here on they are kept; those of a backup that was broken off are not. */
    public void begin() throws IOException {
        end();
        Files.createDirectories(folder());
    }

    /** They are let go. */
    public void end() throws IOException {
        if (Files.exists(folder())) {
            // Renamed first, so that nothing is added to what is being removed.
            Files.move(folder(), root.resolve(GONE + System.nanoTime()));
        }
        if (Files.isDirectory(root)) {
            try (DirectoryStream<Path> gone = Files.newDirectoryStream(root, GONE + "*")) {
                for (Path each : gone) {
                    FolderTree.remove(each);
                }
            }
        }
    }

    /** To be called before an object is removed or replaced. */
    public void keep(String bucket, String key) {
        Path object = root.resolve(bucket).resolve(key).normalize();
        if (!Files.isDirectory(folder()) || !object.startsWith(root) || !Files.isRegularFile(object)) {
            return;
        }
        Path second = folder().resolve(root.relativize(object));
        try {
            Files.createDirectories(second.getParent());
            Files.createLink(second, object);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            // Kept already, gone already, or the backup has just ended.
        } catch (IOException e) {
            throw new UncheckedIOException("Object [" + key + "] in bucket [" + bucket
                    + "] is part of a backup that is being made, and cannot be kept for it", e);
        }
    }
}
