package io.manymodels.verification.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What holds after every fault. */
final class Soundness {

    private Soundness() {}

    /** The run succeeded and every key is accounted for, once, with a reason where it did not succeed. */
    static void assertAccounted(String schema, JsonNode run, int expected) throws SQLException {
        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        String id = run.path("id").asString();
        assertThat(run.path("progress").path("expected").asInt()).isEqualTo(expected);
        assertThat(run.path("progress").path("remaining").asInt()).isZero();
        assertThat(Platform.owner("""
                SELECT count(*), count(DISTINCT key), count(*) FILTER (WHERE outcome <> 'succeeded' AND reason_code IS NULL)
                FROM %s.run_partition WHERE run_id = '%s'
                """.formatted(schema, id))).containsExactly(List.of((long) expected, (long) expected, 0L));
        // What an ended run left behind is swept by a task that comes after its end.
        await("no task is left open").atMost(Duration.ofMinutes(1)).until(() -> Platform.count(
                "SELECT count(*) FROM %s.task WHERE run_id = '%s' AND state IN ('pending', 'leased')"
                        .formatted(schema, id)) == 0);
    }

    /** One version a key of the run, in each registry; each has its bytes; each release names whole versions. */
    static void assertRegistries(String trainingRun, int versions) throws SQLException, IOException {
        assertThat(Platform.owner("""
                SELECT count(*), count(DISTINCT scope_key) FROM training.model_version
                WHERE run_id = '%s' AND scope = 'own'
                """.formatted(trainingRun))).containsExactly(List.of((long) versions, (long) versions));
        assertBytes("training", "candidates");
        assertBytes("production", "production");
        assertThat(Platform.count("""
                SELECT count(*) FROM production.release_entry e JOIN production.release r ON r.id = e.release_id
                LEFT JOIN production.model_version v ON v.id = e.model_version_id WHERE v.id IS NULL
                """)).as("entries of releases without a version").isZero();
    }

    private static void assertBytes(String schema, String bucket) throws SQLException, IOException {
        for (List<Object> row : Platform.owner("""
                SELECT object, header_offset, header_length, header_sha256, body_offset, body_length, body_sha256
                FROM %s.model_version
                """.formatted(schema))) {
            Path object = Platform.storage().resolve(bucket).resolve(row.getFirst().toString());
            assertThat(object).as("object of a version in " + schema).isRegularFile();
            assertThat(sha256(object, row.get(1), row.get(2))).as("header in %s", object).isEqualTo(row.get(3));
            assertThat(sha256(object, row.get(4), row.get(5))).as("body in %s", object).isEqualTo(row.get(6));
        }
    }

    private static String sha256(Path object, Object offset, Object length) throws IOException {
        byte[] bytes = new byte[((Number) length).intValue()];
        try (var file = new RandomAccessFile(object.toFile(), "r")) {
            file.seek(((Number) offset).longValue());
            file.readFully(bytes);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Objects of a training run that no version names. */
    static Set<String> orphans(String run) throws IOException, SQLException {
        Path folder = Platform.storage().resolve("candidates/shop/run=" + run);
        Set<String> named = Platform.owner("SELECT DISTINCT object FROM training.model_version").stream()
                .map(row -> row.getFirst().toString()).collect(Collectors.toSet());
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> Platform.storage().resolve("candidates").relativize(file).toString())
                    .filter(object -> !named.contains(object)).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
