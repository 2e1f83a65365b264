package io.manymodels.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The drill: a platform is backed up in the middle of a cycle and gets lost; what its backup becomes has the same releases,
 * predictions and answers, and goes on with that cycle to the same end.
 */
@Tag("faults")
class BackupDrillIT {

    private static final int KEYS = 60;
    private static final String SPEC = """
            family: vault
            source: {files: vault/sales.csv}
            key: [store, item]
            time: {column: date}
            target: sales
            task: forecast
            columns: {known: [price, promotion]}
            forecast: {horizon: 7}
            training: {algorithms: auto, metric: mae, windows: 2, minimumRows: 20, errorBudget: 20%}
            promotion: {approval: automatic, rules: [{metric: rows, atLeast: 20}]}
            scoring: {intervals: [80, 95]}
            """;
    private static final String RELEASES = """
            SELECT number, created_at, created_by, is_current FROM reporting.releases WHERE family = 'vault'
            ORDER BY number
            """;
    private static final String PREDICTIONS = """
            SELECT store, item, date::text, prediction, lower_80, upper_95, rung, release FROM reporting.vault_predictions
            ORDER BY store, item, date
            """;

    @TempDir
    static Path temporary;

    private static CommandLine original;
    private static CommandLine restored;

    @AfterAll
    static void end() throws Exception {
        for (CommandLine platform : Stream.of(original, restored).filter(each -> each != null).toList()) {
            platform.end();
        }
    }

    @Test
    void whatWasBackedUpInTheMiddleOfACycleGoesOnToTheSameEnd() throws Exception {
        original = new CommandLine(Files.createDirectory(temporary.resolve("original")));
        restored = new CommandLine(Files.createDirectory(temporary.resolve("restored")));
        Path backup = temporary.resolve("backup");
        Path landing = Files.createDirectories(original.stack().resolve("landing/vault"));
        original.succeed("up", "--detach");
        Deployment before = new Deployment(original.environment("--role", "owner"));
        deliver(landing, 3);
        original.succeed("apply", Files.writeString(temporary.resolve("vault.yaml"), SPEC).toString());
        original.succeed("run", "vault", "--json");
        List<List<Object>> firstRelease = before.query(RELEASES);
        deliver(landing, 0);

        JsonNode cycle = before.post("INGESTION", "/api/v1/families/vault/cycles", "{}");
        await("the training is at work").atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> before.get("TRAINING", "/api/v1/runs/" + run(cycle, "training"))
                        .path("progress").path("succeeded").asInt() > 0);
        // However long a backup takes here, the cycle is not over before it.
        signal("STOP", original.process("training"));
        CommandLine.Answer made = original.succeed("backup", backup.toString());
        signal("CONT", original.process("training"));

        assertThat(made.output()).contains("Backed up as of").contains(backup.toString());
        Instant asOf = Instant.parse(
                JsonMapper.shared().readTree(backup.resolve("manifest.json")).path("asOf").asString());
        JsonNode ended = awaitEnd(before, cycle);
        assertThat(ended.path("state").asString()).isEqualTo("succeeded");
        assertThat(Instant.parse(ended.path("finishedAt").asString())).as("the backup is of a cycle at work")
                .isAfter(asOf);
        List<List<Object>> releases = before.query(RELEASES);
        List<List<Object>> predictions = before.query(PREDICTIONS);
        JsonNode answers = answers(before);
        original.succeed("down");

        refuseWhatIsNoBackup(backup);
        restored.succeed("restore", backup.toString());
        restored.succeed("up", "--detach");
        Deployment after = new Deployment(restored.environment("--role", "owner"));

        assertThat(after.query(RELEASES).getFirst().subList(0, 3)).as("the release that there was")
                .isEqualTo(firstRelease.getFirst().subList(0, 3));
        assertThat(awaitEnd(after, cycle).path("state").asString()).as("the cycle that the backup cut through")
                .isEqualTo("succeeded");
        assertThat(numbers(after.query(RELEASES))).isEqualTo(numbers(releases));
        assertThat(after.query(PREDICTIONS)).hasSize(KEYS * 7).isEqualTo(predictions);
        assertThat(answers(after)).isEqualTo(answers);
        assertEveryModelHasItsBytes(after);
        JsonNode next = restored.succeed("run", "vault", "--json").json();
        assertThat(next.path("state").asString()).isEqualTo("succeeded");
        assertThat(next.path("runs").path("training").path("progress").path("skipped").asInt()).isEqualTo(KEYS);
    }

    private static void signal(String signal, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor()).isZero();
    }

    private static void refuseWhatIsNoBackup(Path backup) throws Exception {
        Path storage = backup.resolve("storage");
        Path object;
        try (Stream<Path> files = Files.walk(storage)) {
            object = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(object);
        byte[] flipped = bytes.clone();
        flipped[flipped.length / 2] ^= 1;
        Files.write(object, flipped);

        CommandLine.Answer refused = restored.call("restore", backup.toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).contains(backup.relativize(object).toString(), "Nothing was restored");
        assertThat(restored.stack()).doesNotExist();
        Files.write(object, bytes);

        CommandLine.Answer inUse = restored.call("restore", backup.toString(), "--data", original.stack().toString());

        assertThat(inUse.exitCode()).isEqualTo(2);
        assertThat(inUse.errors()).contains("Maybe name one that does not exist");
    }

    private static void assertEveryModelHasItsBytes(Deployment platform) throws Exception {
        String owner = JsonMapper.shared().readTree(restored.stack().resolve("credentials.json"))
                .path("database").path("postgres").asString();
        for (String registry : List.of("training", "production")) {
            List<List<Object>> objects = Deployment.query(platform.databaseUrl(), "postgres", owner,
                    "SELECT DISTINCT object FROM %s.model_version".formatted(registry));
            assertThat(objects).isNotEmpty().allSatisfy(row -> assertThat(restored.stack().resolve("storage")
                    .resolve(registry.equals("training") ? "candidates" : registry).resolve(row.getFirst().toString()))
                    .isRegularFile());
        }
    }

    private static String run(JsonNode cycle, String kind) {
        for (JsonNode step : cycle.path("steps")) {
            if (step.path("kind").asString().equals(kind)) {
                return step.path("run").asString();
            }
        }
        throw new AssertionError("No step " + kind + " in " + cycle);
    }

    private static JsonNode awaitEnd(Deployment platform, JsonNode cycle) {
        return await("the end of the cycle").atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> platform.get("INGESTION", "/api/v1/cycles/" + cycle.path("id").asString()),
                        now -> !now.path("state").asString("running").equals("running"));
    }

    /** What realtime says of a few rows; without what differs from platform to platform. */
    private static JsonNode answers(Deployment platform) throws SQLException, IOException, InterruptedException {
        StringBuilder rows = new StringBuilder();
        platform.query(PREDICTIONS).stream().limit(50).forEach(row -> rows.append(rows.isEmpty() ? "" : ",")
                .append("{\"store\":%s,\"item\":%s,\"date\":\"%s\"}".formatted(row.get(0), row.get(1), row.get(2))));
        JsonNode predictions = platform.post("REALTIME", "/api/v1/families/vault/predict", "{\"rows\":[" + rows + "]}")
                .path("predictions");
        // Numbers that were given after the backup are given anew, in the order in which tasks end.
        predictions.forEach(prediction -> ((ObjectNode) prediction).remove("modelVersion"));
        return predictions;
    }

    private static List<Object> numbers(List<List<Object>> releases) {
        return releases.stream().map(row -> (Object) List.of(row.get(0), row.get(3))).toList();
    }

    /** Puts the rows into the landing folder, but for the last days of each key. */
    private static void deliver(Path landing, int withheld) throws Exception {
        Path all = temporary.resolve("sales.csv");
        if (!Files.exists(all)) {
            original.succeed("generate", "--keys", Integer.toString(KEYS), "--rows", Integer.toString(KEYS * 120),
                    "--seed", "11", "--out", all.toString());
        }
        List<String> lines = Files.readAllLines(all);
        int date = List.of(lines.getFirst().split(",")).indexOf("date");
        List<String> days = lines.stream().skip(1).map(line -> line.split(",")[date]).distinct().sorted().toList();
        List<String> held = days.subList(days.size() - withheld, days.size());
        Files.write(landing.resolve("sales.csv"),
                lines.stream().filter(line -> !held.contains(line.split(",")[date])).toList());
    }
}
