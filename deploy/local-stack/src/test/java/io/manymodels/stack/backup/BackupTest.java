package io.manymodels.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.stack.process.StackProblem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a platform that is down: what is in a backup, and which backups are refused. */
class BackupTest {

    private static final PlatformVersion VERSION = new PlatformVersion("1.4.0-SNAPSHOT", "abc");

    @TempDir
    Path temporary;

    private Path data;
    private Path backup;
    private Path restored;

    @BeforeEach
    void makeAFolder() throws IOException {
        data = temporary.resolve("data");
        backup = temporary.resolve("backups/monday");
        restored = temporary.resolve("restored");
        file("credentials.json", "{}");
        file("postgres/data/PG_VERSION", "18\n");
        file("postgres/data/base/5/1249", "rows");
        file("postgres/data/pg_wal/000000010000000000000001", "log");
        file("postgres/data/postmaster.pid", "4711");
        file("postgres/data/pg_notify/0000", "left by the process");
        file("postgres/data/base/pgsql_tmp/pgsql_tmp99.0", "left by the process");
        Files.createDirectories(data.resolve("postgres/data/pg_twophase"));
        file("storage/lake/shop/part-00000.parquet", "numbers");
        file("storage/lake/.mpus-7/1", "half an object");
        file("landing/shop/sales.csv", "a,b\n1,2\n");
        file("kafka/meta.properties", "cluster");
        file("logs/stack.log", "said");
    }

    private void file(String path, String text) throws IOException {
        Path file = data.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Manifest backUp() throws StackProblem, IOException {
        return new Backup(data, backup, VERSION, _ -> {}).make(null);
    }

    private Manifest restore() throws StackProblem, IOException {
        return restore(VERSION, "18");
    }

    private Manifest restore(PlatformVersion version, String postgres) throws StackProblem, IOException {
        return new Restore(backup, restored, _ -> {}).make(version, postgres);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            var contents = new TreeMap<String, String>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readString(file));
            }
            return contents;
        }
    }

    @Test
    void whatIsRestoredIsWhatWasThere() throws Exception {
        Manifest made = backUp();

        assertThat(restore()).isEqualTo(made);

        assertThat(contents(restored)).isEqualTo(Map.of("credentials.json", "{}", "postgres/data/PG_VERSION", "18\n",
                "postgres/data/base/5/1249", "rows", "postgres/data/pg_wal/000000010000000000000001", "log",
                "storage/lake/shop/part-00000.parquet", "numbers", "landing/shop/sales.csv", "a,b\n1,2\n"));
        assertThat(restored.resolve("postgres/data/pg_twophase")).isEmptyDirectory();
        assertThat(restored.resolve("postgres/data/pg_notify")).isEmptyDirectory();
        assertThat(made.files()).isEqualTo(6);
        assertThat(made.bytes()).isEqualTo(contents(restored).values().stream().mapToInt(String::length).sum());
        assertThat(temporary.resolve("backups")).isDirectoryNotContaining("glob:**incomplete");
    }

    @Test
    void onlyItsOwnerReadsABackupAndWhatBecomesOfIt() throws Exception {
        backUp();
        restore();

        for (Path folder : List.of(backup, restored)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
            assertThat(PosixFilePermissions
                    .toString(Files.getPosixFilePermissions(folder.resolve("credentials.json"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void anObjectOfLaterThanItsMomentIsNotInIt() throws Exception {
        Path later = data.resolve("storage/lake/shop/part-00001.parquet");
        Files.writeString(later, "of a run that the database does not know");
        Files.setLastModifiedTime(later, FileTime.from(Instant.now().plusSeconds(60)));

        backUp();

        assertThat(contents(backup)).containsKey("storage/lake/shop/part-00000.parquet")
                .doesNotContainKey("storage/lake/shop/part-00001.parquet");
    }

    @Test
    void theListIsOneThatSha256sumReads() throws Exception {
        backUp();

        Process check = new ProcessBuilder("sha256sum", "--check", "--quiet", "files.sha256")
                .directory(backup.toFile()).redirectErrorStream(true).start();

        assertThat(new String(check.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(check.waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            cut,     storage/lake/shop/part-00000.parquet
            change,  postgres/data/base/5/1249
            remove,  landing/shop/sales.csv
            add,     storage/lake/shop/part-00009.parquet
            change,  files.sha256
            remove,  files.sha256
            """)
    void aBackupThatIsNotWhatWasWrittenIsRefused(String how, String path) throws Exception {
        backUp();
        Path file = backup.resolve(path);
        switch (how) {
            case "cut" -> Files.write(file, List.of());
            case "change" -> Files.writeString(file, Files.readString(file).replace("0", "1").replace("row", "wor"));
            case "remove" -> Files.delete(file);
            default -> Files.writeString(file, "");
        }

        assertThatThrownBy(this::restore).isInstanceOf(StackProblem.class).hasMessageContaining(path)
                .hasMessageContaining("Nothing was restored. Maybe take another backup");
        assertThat(restored).doesNotExist();
        assertThat(temporary.resolve("restored.incomplete")).doesNotExist();
    }

    @Test
    void oneOfANewerVersionIsRefusedAndOneOfAnOlderIsNot() throws Exception {
        backUp();

        assertThatThrownBy(() -> restore(new PlatformVersion("1.3.9", "def"), "18"))
                .hasMessageContaining("1.4.0-SNAPSHOT (abc)").hasMessageContaining("the older 1.3.9 (def)")
                .hasMessageContaining("Maybe restore it with the version that made it");
        assertThat(restore(new PlatformVersion("1.10", "fed"), "18").version()).isEqualTo("1.4.0-SNAPSHOT");
    }

    @Test
    void oneOfANewerFormatIsRefused() throws Exception {
        backUp();
        rewrite("\"format\" : 1", "\"format\" : 2");

        assertThatThrownBy(this::restore).hasMessageContaining("Maybe restore it with the version that made it");
    }

    @Test
    void oneOfAnotherMachineOrDatabaseIsRefused() throws Exception {
        backUp();

        assertThatThrownBy(() -> restore(VERSION, "19")).hasMessageContaining("PostgreSQL 18")
                .hasMessageContaining("PostgreSQL 19");
        rewrite(Manifest.thisSystem(), "Plan 9 pdp11");
        assertThatThrownBy(this::restore).hasMessageContaining("Plan 9 pdp11");
    }

    private void rewrite(String from, String to) throws IOException {
        Path manifest = backup.resolve("manifest.json");
        String text = Files.readString(manifest);
        assertThat(text).contains(from);
        Files.writeString(manifest, text.replace(from, to));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            {},                 something is missing
            not JSON,           cannot be read
            """)
    void aManifestThatSaysNothingIsRefused(String text, String why) throws Exception {
        backUp();
        Files.writeString(backup.resolve("manifest.json"), text);

        assertThatThrownBy(this::restore).isInstanceOf(StackProblem.class).hasMessageContaining("manifest.json");
    }

    @Test
    void aFolderThatIsNoBackupIsRefused() throws Exception {
        backUp();
        Files.delete(backup.resolve("manifest.json"));

        assertThatThrownBy(this::restore).isInstanceOf(StackProblem.class)
                .hasMessageContaining("There is no whole backup in").hasMessageContaining(".incomplete");
    }

    @Test
    void nothingIsWrittenWhereSomethingIs() throws Exception {
        Files.createDirectories(backup);
        backUp();
        assertThatThrownBy(this::backUp).isInstanceOf(StackProblem.class)
                .hasMessageContaining("Maybe name one that does not exist");
        Files.createDirectories(restored.resolve("x"));
        assertThatThrownBy(this::restore).isInstanceOf(StackProblem.class)
                .hasMessageContaining("Maybe name one that does not exist");

        backup = temporary.resolve("tuesday");
        Files.createDirectories(temporary.resolve("tuesday.incomplete"));
        assertThatThrownBy(this::backUp).isInstanceOf(StackProblem.class).hasMessageContaining("Maybe wait for it");
        backup = data.resolve("backup");
        assertThatThrownBy(this::backUp).isInstanceOf(StackProblem.class).hasMessageContaining("on another disk");
    }

    @Test
    void oneThatIsBrokenOffLeavesNothingBehind() throws Exception {
        Thread.currentThread().interrupt();

        assertThatThrownBy(this::backUp).isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
        try (var left = Files.list(temporary.resolve("backups"))) {
            assertThat(left).isEmpty();
        }
        assertThat(data.resolve("storage/.kept")).doesNotExist();
    }

    @Test
    void longWorkSaysHowFarItIs() throws Exception {
        var lines = new ArrayList<String>();
        var now = new long[] {0};
        var progress = new Progress(lines::add, 20_000_000_000L, () -> now[0]);

        progress.copied(1_500_000);
        assertThat(lines).isEmpty();
        progress.copiedFile();
        now[0] = 6_000_000_000L;
        progress.copied(1_000_000);

        assertThat(lines).containsExactly("  3 MB of about 20 GB copied, 1 files");
    }
}
