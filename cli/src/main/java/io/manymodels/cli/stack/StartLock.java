package io.manymodels.cli.stack;

import io.manymodels.cli.connection.StackFolder;
import io.manymodels.cli.output.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** The right to start a stack on a data folder: of two {@code up} at once, one has it. It ends with this process. */
record StartLock(FileChannel channel) implements AutoCloseable {

    /** @throws CommandFailure when somebody else starts a stack there */
    static StartLock take(StackFolder folder) throws IOException {
        FileChannel channel = FileChannel.open(folder.run().resolve("start.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw CommandFailure.negative("Another ./manymodels up is starting a stack on " + folder.path()
                    + ". Maybe wait for it, and look with ./manymodels status.");
        }
        return new StartLock(channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
