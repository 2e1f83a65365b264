package io.manymodels.stack.backup;

import io.manymodels.stack.FolderTree;
import io.manymodels.stack.process.StackProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A folder that gets its name when it is whole: a backup, or the data folder that one becomes. Until then it lies beside
 * it, under a name that says so.
 */
record BackupFolder(Path whole) {

    static final String UNFINISHED = ".incomplete";

    /** Where it is written. */
    Path unfinished() {
        return whole.resolveSibling(whole.getFileName() + UNFINISHED);
    }

    /**
     * @param what is to lie there, for people
     * @throws StackProblem when something lies in one of the two places
     */
    void begin(String what) throws StackProblem, IOException {
        if (Files.exists(whole) && !isEmptyFolder(whole)) {
            throw new StackProblem("There is something in " + whole + ", and " + what
                    + " needs a folder of its own. Maybe name one that does not exist.");
        }
        if (Files.exists(unfinished())) {
            throw new StackProblem("There is " + unfinished() + ", of one that is being written or was broken off."
                    + " Maybe wait for it, or remove it.");
        }
        CheckedCopy.createFolder(unfinished());
    }

    /** @throws StackProblem when the disk has no room for so much */
    void requireSpace(long bytes) throws StackProblem, IOException {
        long free = Files.getFileStore(unfinished()).getUsableSpace();
        if (free < bytes) {
            throw new StackProblem("Too little disk space for " + whole + " (" + Progress.size(free) + " free, "
                    + Progress.size(bytes) + " needed). Maybe make room, or name a folder on another disk.");
        }
    }

    /** Gives it its name, in one step. */
    void finish() throws IOException {
        Files.move(unfinished(), whole, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what is not whole; nothing where it is. */
    void discard() throws IOException {
        FolderTree.remove(unfinished());
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }
}
