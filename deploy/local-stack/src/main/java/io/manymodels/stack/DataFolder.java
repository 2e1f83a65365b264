package io.manymodels.stack;

import io.manymodels.deployment.StackProcesses;
import io.manymodels.stack.backup.KeptObjects;
import io.manymodels.stack.backup.PlatformVersion;
import io.manymodels.stack.process.Leftovers;
import io.manymodels.stack.process.StackProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/** The folder in which a stack keeps everything: data, credentials, logs, and who runs. Only its owner enters it. */
record DataFolder(Path path) {

    private static final long LEAST_FREE_BYTES = 1L << 30;
    private static final int OLD_LOGS = 3;
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");

    /** The right to run on the folder, for as long as it is open; it ends with this process, however that ends. */
    record Claim(FileChannel lock) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            lock.close();
        }
    }

    /** @throws StackProblem when another stack runs on it */
    Claim claim() throws StackProblem, IOException {
        createPrivate(path);
        createPrivate(run());
        createPrivate(logs());
        createPrivate(work());
        FileChannel lock = FileChannel.open(run().resolve("stack.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw new StackProblem("A stack already runs on " + path + ownerOfTheClaim()
                    + ". Maybe look at it with ./manymodels status, or end it with ./manymodels down.");
        }
        Files.writeString(pidFile("stack"), ProcessHandle.current().pid() + "\n");
        return new Claim(lock);
    }

    /** Whether a stack runs on it, of this process or another. */
    boolean isClaimed() throws IOException {
        Path file = run().resolve("stack.lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel lock = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return lock.tryLock() == null;
        }
    }

    /** Whoever locks it makes a backup. */
    FileChannel backupLock() throws IOException {
        return FileChannel.open(path.resolve("backup.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /**
     * Takes down that this version has worked in the folder.
     *
     * @throws StackProblem when a newer one has: its tables may mean something else
     */
    void requireNoNewer(PlatformVersion own) throws StackProblem, IOException {
        Path file = path.resolve("version.txt");
        String last = Files.exists(file) ? Files.readString(file).strip() : "";
        if (own.isOlderThan(last)) {
            throw new StackProblem("A newer version, many-models " + last + ", has worked in " + path + ", and this is "
                    + own.version() + ". Maybe start that one, or restore a backup of before the upgrade"
                    + " (./manymodels restore DIR --data FOLDER).");
        }
        Files.writeString(file, own.version() + "\n");
    }

    /** Lets go of the objects that a backup kept which was killed. */
    void endBrokenBackup() throws IOException {
        try (FileChannel lock = backupLock()) {
            if (lock.tryLock() != null) {
                new KeptObjects(storage()).end();
            }
        }
    }

    /** Creates the folder for its owner alone, or closes it to others where an older version left it open. */
    static void createPrivate(Path folder) throws IOException {
        FileAttribute<Set<PosixFilePermission>> ownerAlone = PosixFilePermissions.asFileAttribute(OWNER_ALONE);
        Files.createDirectories(folder, ownerAlone);
        if (!Files.getPosixFilePermissions(folder).equals(OWNER_ALONE)) {
            Files.setPosixFilePermissions(folder, OWNER_ALONE);
        }
    }

    private String ownerOfTheClaim() throws IOException {
        Path file = pidFile("stack");
        return Files.exists(file) ? " (pid " + Files.readString(file).strip() + ")" : "";
    }

    /** @throws StackProblem when the disk is nearly full */
    void requireSpace() throws StackProblem, IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new StackProblem("Too little disk space for " + path + " (" + free / (1 << 20)
                    + " MB free, 1024 MB needed). Maybe make room, or choose another folder with --data.");
        }
    }

    /**
     * Ends what an earlier stack left running when it was killed: services first, what they need last. The database
     * server itself is the new database process's to take over or to end.
     */
    void endLeftovers() throws InterruptedException {
        StackProcesses left = StackProcesses.of(path);
        Leftovers.end(Stream.of(ServiceKind.values()).flatMap(service -> left.parts(service.id())).toList());
        Leftovers.end(StackProcesses.of(path).running().stream().filter(DataFolder::endsNow)
                .map(StackProcesses.Entry::process).toList());
    }

    /** Another supervisor is about to learn that this one has the folder. */
    private static boolean endsNow(StackProcesses.Entry entry) {
        return !entry.part().equals(StackProcesses.SUPERVISOR) && !entry.part().equals(StackProcesses.POSTMASTER);
    }

    /** The log of a process, after the one of the last start has moved out of the way. */
    Path freshLog(String name) throws IOException {
        for (int age = OLD_LOGS - 1; age >= 0; age--) {
            Path from = logs().resolve(age == 0 ? name + ".log" : name + "." + age + ".log");
            if (Files.exists(from)) {
                Files.move(from, logs().resolve(name + "." + (age + 1) + ".log"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return logs().resolve(name + ".log");
    }

    Path run() {
        return path.resolve("run");
    }

    Path logs() {
        return path.resolve("logs");
    }

    /** Where services keep on disk what they work on. */
    Path work() {
        return path.resolve("work");
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    private Path storage() {
        return path.resolve("storage");
    }

    Path pidFile(String name) {
        return run().resolve(name + ".pid");
    }

    Path stateFile() {
        return run().resolve("stack.json");
    }

    Path credentialsFile() {
        return path.resolve("credentials.json");
    }
}
