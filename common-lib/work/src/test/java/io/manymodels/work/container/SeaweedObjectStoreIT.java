package io.manymodels.work.container;

import io.manymodels.fixtures.storage.ObjectStoreContract;
import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.credential.StorageKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A real SeaweedFS, the program {@code weed} of this machine, started by the script that compose starts it with. */
@Tag("seaweedfs")
class SeaweedObjectStoreIT extends ObjectStoreContract {

    @TempDir
    static Path folder;

    private static final Map<String, String> ENVIRONMENT = new TreeMap<>();
    private static int port;
    private static Process server;
    private static StorageKey key;

    @BeforeAll
    static void start() throws IOException {
        Credentials credentials = Credentials.loadOrCreate(folder.resolve("credentials.json"));
        key = credentials.storageKey("training");
        int inside = IntStream.range(200, 450).filter(SeaweedObjectStoreIT::isFree).findFirst().orElseThrow();
        port = inside * 100 + 90;
        ENVIRONMENT.putAll(StorageKeys.variables(credentials));
        ENVIRONMENT.putAll(Map.of("STORAGE_DATA", folder.resolve("data").toString(), "STORAGE_PORT",
                Integer.toString(port), "STORAGE_PORTS_INSIDE", Integer.toString(inside), "STORAGE_ADDRESS",
                "127.0.0.1", "TMPDIR", folder.toString()));
        server = script();
        Awaitility.await("its buckets").atMost(Duration.ofMinutes(1)).until(() -> script("buckets").waitFor() == 0);
    }

    /** Whether the ports that begin with these digits are, for HTTP and, ten thousand above, for gRPC. */
    private static boolean isFree(int inside) {
        return IntStream.of(33, 80, 88, 90).map(last -> inside * 100 + last)
                .flatMap(http -> IntStream.of(http, http + 10_000)).allMatch(candidate -> {
                    try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                        return socket.isBound();
                    } catch (IOException _) {
                        return false;
                    }
                });
    }

    private static Process script(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("sh", ComposeFile.root().resolve("deploy/docker/seaweedfs.sh").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().putAll(ENVIRONMENT);
        return builder.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        // Told to end, it waits for the connections that clients keep, be it for ever.
        server.destroyForcibly().waitFor();
    }

    @Override
    protected Backend backend() {
        return new Backend(URI.create("http://127.0.0.1:" + port), key.accessKey(), key.secretKey(), "candidates",
                "production");
    }
}
