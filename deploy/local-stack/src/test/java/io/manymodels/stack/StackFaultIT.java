package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.manymodels.stack.credential.Credentials;
import io.minio.MinioClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a running stack are killed, and the stack itself: what comes back, and what it says meanwhile. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StackFaultIT {

    @TempDir
    static Path folder;

    static RunningStack stack;

    @BeforeAll
    static void start() throws Exception {
        Path open = Files.createDirectory(folder.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        stack = new RunningStack(open, folder.resolve("stack.log"));
        stack.awaitPhase("ready");
    }

    @AfterAll
    static void stop() throws Exception {
        stack.close();
    }

    @Test
    @Order(1)
    void nobodyElseEntersItsFolders() throws Exception {
        for (String name : List.of("", "run", "logs", "work")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stack.data().resolve(name))))
                    .as("data/" + name).isEqualTo("rwx------");
        }
        Path binaries = Path.of(System.getProperty("user.home"), ".cache", "many-models", "private");
        assertThat(binaries.resolve("postgres")).isDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(binaries))).isEqualTo("rwx------");
    }

    @Test
    @Order(2)
    void aDatabaseServerThatIsKilledComesBackWithItsRows() throws Exception {
        execute("CREATE TABLE kept AS SELECT 42 AS answer");
        long before = stack.postmaster();

        RunningStack.kill(before);

        stack.awaitPhase("degraded");
        stack.awaitPhase("ready");
        assertThat(stack.postmaster()).isNotEqualTo(before);
        execute("DROP TABLE kept");
    }

    /** A query that runs while its server dies keeps the server's shared memory, which forbids a new start. */
    @Test
    @Order(3)
    void aDatabaseServerComesBackThoughAQueryOutlivesIt() throws Exception {
        try (Connection busy = connect(); var statement = busy.createStatement()) {
            var query = Thread.ofVirtual().start(() -> {
                try {
                    statement.execute("SELECT count(*) FROM generate_series(1, 1000000000000)");
                } catch (java.sql.SQLException e) {
                    // That is what it gets.
                }
            });
            await().atMost(Duration.ofMinutes(1)).until(() -> running("generate_series") == 1);
            long before = stack.postmaster();

            RunningStack.kill(before);

            stack.awaitPhase("degraded");
            stack.awaitPhase("ready");
            assertThat(stack.postmaster()).isNotEqualTo(before);
            query.join();
        }
    }

    @Test
    @Order(4)
    void theDatabaseServerStaysWhenItsKeeperIsKilled() throws Exception {
        long keeper = stack.pid("postgres");
        long server = stack.postmaster();

        RunningStack.kill(keeper);

        await().atMost(Duration.ofMinutes(1))
                .until(() -> stack.pid("postgres") != 0 && stack.pid("postgres") != keeper);
        stack.awaitPhase("ready");
        assertThat(stack.postmaster()).isEqualTo(server);
    }

    @Test
    @Order(5)
    void aBrokerThatIsKilledComesBack() {
        comesBack("kafka");
    }

    @Test
    @Order(6)
    void aStorageThatIsKilledComesBack() {
        comesBack("storage");
    }

    private static void comesBack(String part) {
        long before = stack.pid(part);

        RunningStack.kill(before);

        stack.awaitPhase("degraded");
        stack.awaitPhase("ready");
        assertThat(stack.pid(part)).isNotIn(0L, before);
    }

    @Test
    @Order(7)
    void bodiesThatAreRefusedDoNotKillTheStorage() throws Exception {
        long before = stack.pid("storage");
        var reader = Credentials.load(stack.data().resolve("credentials.json")).storageKey("reader");
        URI endpoint = URI.create("http://127.0.0.1:" + stack.ports().storage());

        List<Integer> answers = LargeUploads.signedBy(reader, endpoint, "/lake/intruder", 120L << 20, 24);

        assertThat(answers).allMatch(status -> status >= 400 && status < 500);
        answers = LargeUploads.signedBy(reader, endpoint, "/lake/intruder", 16L << 20, 24);
        assertThat(answers).allMatch(status -> status == 403);
        assertThat(stack.pid("storage")).isEqualTo(before);
        assertThat(client(endpoint).bucketExists(
                io.minio.BucketExistsArgs.builder().bucket("lake").build())).isTrue();
    }

    @Test
    @Order(8)
    void aSecondStackOnTheSameFolderIsRefused() throws Exception {
        Process second = stack.launch();

        assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(Files.readString(stack.log()))
                .contains("A stack already runs on " + stack.data() + " (pid " + stack.supervisor().pid() + "). Maybe");
        assertThat(stack.phase()).isEqualTo("ready");
        assertThat(Files.readString(stack.data().resolve("run/stack.pid")).strip())
                .isEqualTo(String.valueOf(stack.supervisor().pid()));
    }

    @Test
    @Order(9)
    void theNextStackEndsWhatAKilledOneLeft() throws Exception {
        Set<Long> before = pids(stack.children().stream());
        assertThat(before).hasSize(3);

        RunningStack.kill(stack.supervisor().pid());
        stack.supervisor().waitFor();
        assertThat(pids(stack.children().stream())).isEqualTo(before);
        stack.relaunch();
        stack.awaitPhase("ready");

        assertThat(pids(stack.children().stream())).hasSize(3).doesNotContainAnyElementsOf(before);
    }

    @Test
    @Order(10)
    void whatIsToldToEndLeavesNothing() throws Exception {
        long server = stack.postmaster();

        stack.supervisor().destroy();

        assertThat(stack.supervisor().waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(stack.children()).isEmpty();
        await().atMost(Duration.ofMinutes(1)).until(() -> ProcessHandle.of(server).isEmpty());
        assertThat(stack.state().path("phase").asString()).isEqualTo("stopped");
    }

    private static Set<Long> pids(Stream<ProcessHandle> processes) {
        return new TreeSet<>(processes.map(ProcessHandle::pid).toList());
    }

    private static MinioClient client(URI endpoint) throws Exception {
        var key = Credentials.load(stack.data().resolve("credentials.json")).storageKey("ingestion");
        return MinioClient.builder().endpoint(endpoint.toString()).region("us-east-1")
                .credentials(key.accessKey(), key.secretKey()).build();
    }

    private static Connection connect() throws Exception {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + stack.ports().postgres() + "/manymodels",
                "ingestion", Credentials.load(stack.data().resolve("credentials.json")).databasePassword("ingestion"));
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = connect(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int running(String text) throws Exception {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var count = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%" + text
                        + "%' AND state = 'active' AND pid <> pg_backend_pid()")) {
            count.next();
            return count.getInt(1);
        }
    }
}
