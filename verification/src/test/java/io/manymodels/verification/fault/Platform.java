package io.manymodels.verification.fault;

import static org.awaitility.Awaitility.await;

import io.manymodels.verification.CommandLine;
import io.manymodels.verification.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One platform for all tests that break things: started by the first, ended after the last. */
final class Platform implements BeforeAllCallback {

    /** Seconds that a task stays with a worker that gives no sign of life. */
    static final int LEASE_SECONDS = 3;
    static final int KEYS = 120;

    private static final int DAYS = 150;
    private static final String SPEC = """
            family: shop
            source: {files: shop/*.csv}
            key: [store, item]
            time: {column: date}
            target: sales
            task: forecast
            columns: {known: [price, promotion]}
            forecast: {horizon: 7}
            training: {algorithms: auto, metric: mae, windows: 2, minimumRows: 20, errorBudget: 20%}
            promotion: {approval: automatic, rules: [{metric: rows, atLeast: 20}]}
            scoring: {intervals: [80]}
            """;

    private static CommandLine manymodels;
    private static Deployment deployment;
    private static String ownerPassword;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent(Running.class,
                _ -> new Running(), Running.class);
    }

    /** Ended by JUnit when all classes are through. */
    static final class Running implements AutoCloseable {

        Running() {
            try {
                start(Files.createTempDirectory("faults"));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("The platform did not start", e);
            }
        }

        @Override
        public void close() throws Exception {
            manymodels.end();
        }
    }

    private static void start(Path folder) throws IOException, InterruptedException {
        manymodels = new CommandLine(folder);
        manymodels.set("MANYMODELS_WORK_LEASE", LEASE_SECONDS + "s");
        manymodels.set("MANYMODELS_WORK_ATTEMPTS", "2");
        Path shop = Files.createDirectories(folder.resolve("landing/shop"));
        manymodels.succeed("up", "--landing", folder.resolve("landing").toString(), "--detach");
        deployment = new Deployment(manymodels.environment("--role", "owner"));
        ownerPassword = JsonMapper.shared().readTree(manymodels.stack().resolve("credentials.json")).path("database")
                .path("postgres").asString();
        manymodels.succeed("generate", "--keys", Integer.toString(KEYS), "--rows", Integer.toString(KEYS * DAYS),
                "--seed", "3", "--out", shop.resolve("sales.csv").toString());
        manymodels.succeed("apply", Files.writeString(folder.resolve("shop.yaml"), SPEC).toString());
        manymodels.succeed("run", "shop", "--json");
    }

    static CommandLine manymodels() {
        return manymodels;
    }

    static Deployment deployment() {
        return deployment;
    }

    static Path storage() {
        return manymodels.stack().resolve("storage");
    }

    /** Rows that only the database's owner sees. */
    static List<List<Object>> owner(String sql) throws SQLException {
        return Deployment.query(deployment.databaseUrl(), "postgres", ownerPassword, sql);
    }

    static long count(String sql) throws SQLException {
        return ((Number) owner(sql).getFirst().getFirst()).longValue();
    }

    /** Starts a training of all keys, or of those named, and returns its id. */
    static String train(String... keys) throws IOException, InterruptedException {
        return deployment.post("TRAINING", "/api/v1/families/shop/trainings",
                "{\"retrain\":\"all\"%s}".formatted(keys.length == 0
                        ? ""
                        : ",\"keys\":[" + String.join(",", keys) + "]"))
                .path("id").asString();
    }

    /** Waits until a worker is in the middle of a part of the run. */
    static void awaitWork(String schema, String run) {
        await("a worker at work on " + run).atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20))
                .until(() -> count(
                        "SELECT count(*) FROM %s.task WHERE run_id = '%s' AND kind = 'part' AND state = 'leased'"
                                .formatted(schema, run)) > 0);
    }

    static void awaitReady(String service) {
        await(service + " ready").atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(250))
                .ignoreExceptions().until(() -> deployment.get(service, "/actuator/health/readiness").path("status")
                        .asString().equals("UP"));
    }

    /** Sends a signal as {@code kill} does. */
    static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill -%s %d failed".formatted(name, process.pid()));
        }
    }

    /** Holds a process still until it is closed. */
    static AutoCloseable paused(ProcessHandle process) throws IOException, InterruptedException {
        signal("STOP", process);
        return () -> signal("CONT", process);
    }

    /** Holds a table of the database until it is closed, so that what needs it waits. */
    static AutoCloseable locked(String table, String mode) throws SQLException {
        Connection connection = DriverManager.getConnection(deployment.databaseUrl(), "postgres", ownerPassword);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = 0");
            statement.execute("LOCK TABLE " + table + " IN " + mode + " MODE");
        }
        return connection;
    }

    /** Lets rows with a value take seconds to be inserted, until it is closed. */
    static AutoCloseable slowToInsert(String table, String column, String value) throws SQLException {
        owner("""
                CREATE OR REPLACE FUNCTION training.slow_to_insert() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.%s = '%s' THEN PERFORM pg_sleep(5); END IF;
                    RETURN NEW;
                END $$
                """.formatted(column, value));
        owner("CREATE TRIGGER slow_to_insert BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION training.slow_to_insert()"
                .formatted(table));
        return () -> owner("DROP TRIGGER slow_to_insert ON " + table);
    }

    /** The sum over all current predictions. */
    static String predictions() throws SQLException {
        return String.valueOf(deployment.query("""
                SELECT count(*) || md5(string_agg(store || '/' || item || '/' || date || '/' || prediction, ',' ORDER BY store, item, date))
                FROM reporting.shop_predictions
                """).getFirst().getFirst());
    }

    /** A second process of a service, started as the first was, on a port of its own. */
    static Process secondWorker(String service, int port, List<String> environment)
            throws IOException, InterruptedException {
        ProcessHandle first = manymodels.process(service);
        Path proc = Path.of("/proc", Long.toString(first.pid()));
        List<String> command = List.of(Files.readString(proc.resolve("cmdline")).split("\0"));
        List<String> plain = command.stream().filter(word -> !word.startsWith("-Dmanymodels.data=")).toList();
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(plain))
                .redirectErrorStream(true)
                .redirectOutput(manymodels.stack().resolve("logs/second-" + service + ".log").toFile());
        builder.environment().clear();
        for (String variable : Files.readString(proc.resolve("environ")).split("\0")) {
            put(builder, variable);
        }
        environment.forEach(variable -> put(builder, variable));
        put(builder, "SERVER_PORT=" + port);
        return builder.start();
    }

    private static void put(ProcessBuilder builder, String variable) {
        int equals = variable.indexOf('=');
        if (equals > 0) {
            builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
        }
    }

    static JsonNode awaitEnd(String service, String run) {
        return deployment.awaitEnd(service, run);
    }
}
