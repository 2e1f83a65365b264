package io.manymodels.stack;

import io.manymodels.stack.process.Leftovers;
import io.manymodels.stack.process.StackProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder in which a stack keeps everything: data, credentials, logs, and who runs. */
record DataFolder(Path path) {

    private static final long LEAST_FREE_BYTES = 1L << 30;
    private static final int OLD_LOGS = 3;

    /** @throws StackProblem when another stack runs on it */
    void claim() throws StackProblem, IOException, InterruptedException {
        if (!Files.exists(path)) {
            Files.createDirectories(path,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.createDirectories(run());
        Files.createDirectories(logs());
        var running = Leftovers.running(pidFile("stack"), mark());
        if (running.isPresent() && running.get().pid() != ProcessHandle.current().pid()) {
            throw new StackProblem("A stack already runs on " + path + " (pid " + running.get().pid()
                    + "). Maybe look at it with ./manymodels status, or end it with ./manymodels down.");
        }
        Files.writeString(pidFile("stack"), ProcessHandle.current().pid() + "\n");
    }

    /** @throws StackProblem when the disk is nearly full */
    void requireSpace() throws StackProblem, IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new StackProblem("Too little disk space for " + path + " (" + free / (1 << 20)
                    + " MB free, 1024 MB needed). Maybe make room, or choose another folder with --data.");
        }
    }

    /** Ends what an earlier stack left running when it was killed: services first, what they need last. */
    void endLeftovers() throws IOException, InterruptedException {
        for (ServiceKind service : ServiceKind.values()) {
            Leftovers.end(pidFile(service.id()), mark());
        }
        Leftovers.end(pidFile("kafka"), mark());
        Leftovers.end(path.resolve("postgres").resolve("data").resolve("postmaster.pid"), path.toString());
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

    /** What only processes of this folder have in their command line. */
    private String mark() {
        return JavaCommand.MARK + path;
    }

    Path run() {
        return path.resolve("run");
    }

    Path logs() {
        return path.resolve("logs");
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
