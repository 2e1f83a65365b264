package io.manymodels.stack.storage;

import io.manymodels.stack.credential.Credentials;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The storage as a process of its own, so that its end is not the end of the stack. Arguments: folder, port, file with the
 * credentials.
 */
public final class StorageProcess {

    /** Holds a body in memory for each thread that may serve a request, and as much again for everything else. */
    public static final String HEAP = "-Xmx" + 2 * ObjectStorage.LARGEST_BODY_BYTES * ObjectStorage.THREADS / (1 << 20)
            + "m";

    private StorageProcess() {}

    public static void main(String[] arguments) throws IOException {
        ObjectStorage storage = ObjectStorage.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]),
                Credentials.load(Path.of(arguments[2])).storage());
        Runtime.getRuntime().addShutdownHook(new Thread(storage::close, "stop-storage"));
    }
}
