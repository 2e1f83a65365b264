package io.manymodels.stack.postgres;

import io.manymodels.stack.credential.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a database server, and ends when it ends, so that who watches this process sees the end of the server. Arguments:
 * folder, port, file with the credentials.
 */
public final class PostgresProcess {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);
    private static final int SERVER_GONE = 3;

    /**
     * Unpacking the server, once a machine, may hold its files (57 MiB) beside their archive, twice 15 MiB; after that a few
     * suffice.
     */
    public static final String HEAP = "-Xmx192m";

    private PostgresProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            PostgresServer server = PostgresServer.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]),
                    Credentials.load(Path.of(arguments[2])));
            var closer = new Thread(server::close, "stop-postgres");
            Runtime.getRuntime().addShutdownHook(closer);
            server.awaitEnd();
            if (!closer.isAlive()) {
                LOG.error("The database server is gone");
                Runtime.getRuntime().halt(SERVER_GONE);
            }
            closer.join();
        } catch (IOException | RuntimeException e) {
            LOG.error("{}", e.getMessage(), e);
            Runtime.getRuntime().halt(1);
        }
    }
}
