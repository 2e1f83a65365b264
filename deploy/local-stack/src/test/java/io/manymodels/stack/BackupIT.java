package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.manymodels.stack.credential.Credentials;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup while rows and the objects that they name come and go, and what a platform is that starts on it. */
class BackupIT {

    /** Rows that are there at a time: the one before them is removed with its object, as retention does. */
    private static final int KEPT = 3;

    @TempDir
    Path temporary;

    @Test
    void everyRowOfTheBackupHasItsObjectHoweverFastTheyComeAndGo() throws Exception {
        Path backup = temporary.resolve("backup");
        Path restored = temporary.resolve("restored");
        var written = new AtomicInteger();
        int before;
        try (var stack = new RunningStack(temporary.resolve("data"), temporary.resolve("stack.log"))) {
            stack.awaitPhase("ready");
            var stop = new AtomicBoolean();
            var load = CompletableFuture.runAsync(() -> load(stack, written, stop));
            await().atMost(Duration.ofMinutes(1)).until(() -> load.isDone() || written.get() > 2 * KEPT);
            before = written.get();

            assertThat(program("backup", stack.data(), backup)).contains("Backed up as of");

            int after = written.get();
            await().atMost(Duration.ofMinutes(1)).until(() -> load.isDone() || written.get() > after + KEPT);
            stop.set(true);
            load.join();
            assertThat(stack.data().resolve("storage/.kept")).doesNotExist();
        }

        assertThat(program("restore", restored, backup)).contains("Restored as of");

        try (var stack = new RunningStack(restored, temporary.resolve("restored.log"))) {
            stack.awaitPhase("ready");
            List<String> named = named(stack);
            assertThat(named).hasSizeBetween(KEPT, KEPT + 1);
            assertThat(number(named.getLast())).isBetween(before, written.get());
            for (String object : named) {
                assertThat(restored.resolve("storage/lake").resolve(object)).hasContent(body(number(object)));
            }
            try (Stream<Path> objects = Files.list(restored.resolve("storage/lake/rows"))) {
                assertThat(objects.map(file -> number(file.toString()))).as("objects that the database knows not yet")
                        .allMatch(number -> number <= number(named.getLast()) + 1);
            }
        }
    }

    private static void load(RunningStack stack, AtomicInteger written, AtomicBoolean stop) {
        try (Connection connection = connect(stack); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE named (number int PRIMARY KEY, object text NOT NULL)");
            MinioClient client = client(stack);
            for (int number = 0; !stop.get(); number++) {
                byte[] body = body(number).getBytes(StandardCharsets.UTF_8);
                client.putObject(PutObjectArgs.builder().bucket("lake").object("rows/" + number)
                        .stream(new ByteArrayInputStream(body), (long) body.length, -1L).build());
                statement.execute("INSERT INTO named VALUES (%d, 'rows/%d')".formatted(number, number));
                if (number >= KEPT) {
                    statement.execute("DELETE FROM named WHERE number = " + (number - KEPT));
                    client.removeObject(RemoveObjectArgs.builder().bucket("lake").object("rows/" + (number - KEPT))
                            .build());
                }
                written.set(number);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String body(int number) {
        return "object %d ".formatted(number).repeat(500);
    }

    private static int number(String object) {
        return Integer.parseInt(object.substring(object.lastIndexOf('/') + 1));
    }

    private static List<String> named(RunningStack stack) throws Exception {
        var found = new ArrayList<String>();
        try (Connection connection = connect(stack);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT object FROM named ORDER BY number")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static Connection connect(RunningStack stack) throws Exception {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + stack.ports().postgres() + "/manymodels", Credentials.SUPERUSER,
                Credentials.load(stack.data().resolve("credentials.json")).databasePassword(Credentials.SUPERUSER));
    }

    private static MinioClient client(RunningStack stack) throws Exception {
        var key = Credentials.load(stack.data().resolve("credentials.json")).storageKey("ingestion");
        return MinioClient.builder().endpoint("http://127.0.0.1:" + stack.ports().storage())
                .credentials(key.accessKey(), key.secretKey()).region("us-east-1").build();
    }

    /** What the command line calls; fails the test with all that it said when it does not exit with 0. */
    private static String program(String verb, Path data, Path backup) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), BackupProcess.class.getName(), verb, data.toString(),
                backup.toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
