package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.stack.backup.PlatformVersion;
import io.manymodels.stack.postgres.PostgresServer;
import io.manymodels.stack.process.StackProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DataFolderTest {

    @TempDir
    Path temporary;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void onlyItsOwnerEntersIt() throws Exception {
        Path open = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        DataFolder folder = new DataFolder(open);

        try (var _ = folder.claim()) {
            for (Path each : List.of(folder.path(), folder.run(), folder.logs(), folder.work())) {
                assertThat(permissions(each)).as("%s", each).isEqualTo("rwx------");
            }
            assertThat(folder.pidFile("stack")).hasContent(ProcessHandle.current().pid() + "\n");
        }
    }

    /** A claim is the operating system's lock, so it ends with its process however that ends. */
    @Test
    void aClaimIsOneStacksAlone() throws Exception {
        DataFolder folder = new DataFolder(temporary.resolve("data"));
        try (var _ = folder.claim()) {
            assertThatThrownBy(folder::claim).isInstanceOf(OverlappingFileLockException.class);
            assertThat(lockable(folder)).isFalse();
        }

        assertThat(lockable(folder)).isTrue();
        folder.claim().close();
    }

    /** Whether another process could take the lock. */
    private static boolean lockable(DataFolder folder) throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jshell").toString(), "-s", "-")
                .redirectErrorStream(true).start();
        other.outputWriter().write("""
                var lock = java.nio.channels.FileChannel.open(java.nio.file.Path.of("%s"),
                    java.nio.file.StandardOpenOption.WRITE).tryLock();
                System.out.println("lock " + (lock != null));
                /exit
                """.formatted(folder.run().resolve("stack.lock")));
        other.outputWriter().close();
        String said = new String(other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("lock ");
        return said.contains("lock true");
    }

    @Test
    void theLogsOfTheLastStartsMoveOutOfTheWay() throws Exception {
        DataFolder folder = new DataFolder(temporary.resolve("data"));
        folder.claim().close();

        for (int start = 1; start <= 6; start++) {
            Files.writeString(folder.freshLog("training"), "start " + start);
        }

        assertThat(folder.logs().resolve("training.log")).hasContent("start 6");
        assertThat(folder.logs().resolve("training.1.log")).hasContent("start 5");
        assertThat(folder.logs().resolve("training.2.log")).hasContent("start 4");
        assertThat(folder.logs().resolve("training.3.log")).hasContent("start 3");
        try (var logs = Files.list(folder.logs())) {
            assertThat(logs).hasSize(4);
        }
    }

    @Test
    void thereIsRoomOnThisDisk() throws Exception {
        new DataFolder(temporary).requireSpace();
    }

    @Test
    void anOlderVersionDoesNotWorkWhereANewerOneHas() throws Exception {
        DataFolder folder = new DataFolder(temporary);
        folder.requireNoNewer(new PlatformVersion("0.1.0-SNAPSHOT", "abc"));
        folder.requireNoNewer(new PlatformVersion("0.10.0", "abc"));

        assertThatThrownBy(() -> folder.requireNoNewer(new PlatformVersion("0.9.1", "abc")))
                .isInstanceOf(StackProblem.class).hasMessageContaining("A newer version, many-models 0.10.0")
                .hasMessageContaining("Maybe start that one, or restore a backup");
        folder.requireNoNewer(new PlatformVersion("0.10.0-SNAPSHOT", "def"));
    }

    @Test
    void aDatabaseOfAnotherMajorVersionIsNotStarted() throws Exception {
        Path postgres = temporary.resolve("postgres");
        PostgresServer.requireReadable(postgres);
        Files.createDirectories(postgres.resolve("data"));
        Files.writeString(postgres.resolve("data/PG_VERSION"), "17\n");

        assertThatThrownBy(() -> PostgresServer.requireReadable(postgres)).isInstanceOf(StackProblem.class)
                .hasMessageContaining("is of PostgreSQL 17, and this version of many-models brings PostgreSQL 18");
    }

    @Test
    void whatTheStackTellsIsReplacedInOneStep() throws IOException {
        Path file = Files.writeString(temporary.resolve("stack.json"), "an older one, much longer than the new one is");
        StackState state = new StackState(7, "failed", true, "No space", Map.of("training", "http://127.0.0.1:8082"),
                new StackState.Database("db", 5432, "manymodels"), "broker:9092",
                new StackState.Storage("http://s3", "us-east-1"),
                List.of(new StackState.Part("kafka", "ready", 8, 19092)));

        state.write(file);

        JsonNode written = JsonMapper.shared().readTree(file);
        assertThat(written.path("phase").asString()).isEqualTo("failed");
        assertThat(written.path("problem").asString()).isEqualTo("No space");
        assertThat(written.path("database").path("port").asInt()).isEqualTo(5432);
        assertThat(written.path("processes").path(0).path("name").asString()).isEqualTo("kafka");
        try (var files = Files.list(temporary)) {
            assertThat(files).containsExactly(file);
        }
        assertThatThrownBy(() -> state.write(temporary.resolve("none/stack.json")))
                .isInstanceOfAny(UncheckedIOException.class, tools.jackson.core.JacksonException.class);
    }
}
