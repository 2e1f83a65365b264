package io.manymodels.stack;

import io.manymodels.deployment.StackProcesses;
import io.manymodels.stack.backup.Backup;
import io.manymodels.stack.backup.Manifest;
import io.manymodels.stack.backup.PlatformVersion;
import io.manymodels.stack.backup.Restore;
import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.postgres.PostgresServer;
import io.manymodels.stack.process.StackProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes a backup, or a data folder of one, for {@code ./manymodels backup} and {@code restore}. Arguments: which of the two,
 * the data folder, the backup. Exits with 0 when it is done, with 2 when it is refused, with 1 when it failed.
 */
public final class BackupProcess {

    private static final int FAILED = 1;
    private static final int REFUSED = 2;

    private final DataFolder folder;
    private final Path backup;

    private BackupProcess(Path data, Path backup) {
        this.folder = new DataFolder(data.toAbsolutePath().normalize());
        this.backup = backup.toAbsolutePath().normalize();
    }

    public static void main(String[] arguments) {
        var process = new BackupProcess(Path.of(arguments[1]), Path.of(arguments[2]));
        int code = 0;
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> breakOff(worker), "break-off"));
        try {
            if (arguments[0].equals("backup")) {
                process.back();
            } else {
                process.restore();
            }
        } catch (StackProblem e) {
            say("manymodels: " + e.getMessage());
            code = REFUSED;
        } catch (IOException | UncheckedIOException e) {
            say("manymodels: The " + arguments[0] + " failed: " + e.getMessage() + " ("
                    + e.getClass().getSimpleName() + "). Nothing was left behind.");
            code = FAILED;
        }
        // Past the hook, which would wait for this thread.
        Runtime.getRuntime().halt(code);
    }

    /** Has the work undone, whose end is this process's. */
    private static void breakOff(Thread worker) {
        worker.interrupt();
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void back() throws StackProblem, IOException {
        if (!Files.exists(folder.credentialsFile())) {
            throw new StackProblem("There is no platform in " + folder.path()
                    + ". Maybe name its data folder with --data.");
        }
        try (FileChannel lock = folder.backupLock()) {
            if (lock.tryLock() == null) {
                throw new StackProblem("Another backup of " + folder.path() + " is under way. Maybe wait for it.");
            }
            var work = new Backup(folder.path(), backup, PlatformVersion.current(), BackupProcess::say);
            say("Backing up " + folder.path() + " ...");
            if (folder.isClaimed()) {
                print("Backed up", work.make(server()), backup);
            } else {
                try (var _ = folder.claim()) {
                    requireNothingLeft();
                    print("Backed up", work.make(null), backup);
                }
            }
        }
    }

    /** @throws StackProblem when a killed stack has left its database running, which writes on */
    private void requireNothingLeft() throws StackProblem {
        if (StackProcesses.of(folder.path()).part(StackProcesses.POSTMASTER).isPresent()) {
            throw new StackProblem("The platform in " + folder.path() + " was killed, and its database still runs."
                    + " Maybe let ./manymodels up take over, or end it with ./manymodels down, and back up then.");
        }
    }

    private Backup.Server server() throws StackProblem, IOException {
        StackState state = StackState.read(folder.stateFile());
        if (state.external()) {
            throw new StackProblem("Database and storage of " + folder.path() + " are somebody else's"
                    + " (STACK=external). Maybe back them up with their own tools: docs/how-to/backup.md");
        }
        return new Backup.Server(PostgresServer.url(state.database().port(), PostgresServer.DATABASE),
                Credentials.SUPERUSER,
                Credentials.load(folder.credentialsFile()).databasePassword(Credentials.SUPERUSER));
    }

    private void restore() throws StackProblem, IOException {
        var work = new Restore(backup, folder.path(), BackupProcess::say);
        say("Restoring " + backup + " ...");
        print("Restored", work.make(PlatformVersion.current(), PostgresServer.MAJOR_VERSION), folder.path());
        say("Maybe start it now: ./manymodels up --data " + folder.path());
    }

    private static void print(String what, Manifest manifest, Path where) {
        System.out.printf("%s as of %s: %,d files, %,d bytes, in %s%n", what, manifest.asOf(), manifest.files(),
                manifest.bytes(), where);
        System.out.flush();
    }

    private static void say(String line) {
        System.err.println(line);
        System.err.flush();
    }
}
