package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.manymodels.access.Role;
import io.manymodels.stack.EmbeddedInfrastructure.DatabaseLogin;
import io.manymodels.stack.credential.StorageKey;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The infrastructure by itself: what each role may do, and that everything else is refused. */
class EmbeddedInfrastructureIT {

    private static final List<String> BUCKETS = List.of("lake", "candidates", "production", "predictions");

    /** One for each key: where SSL_CERT_FILE is set a client reads all its certificates. */
    private static final Map<StorageKey, MinioClient> CLIENTS = new ConcurrentHashMap<>();

    @TempDir
    static Path data;

    static EmbeddedInfrastructure infrastructure;

    @BeforeAll
    static void start() throws Exception {
        infrastructure = EmbeddedInfrastructure.start(data);
    }

    @AfterAll
    static void stop() {
        infrastructure.close();
    }

    @Test
    void credentialsAreForTheOwnerAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("credentials.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void servicesAreToldHashesAlone() {
        String keys = infrastructure.environment("training").getOrDefault("MANYMODELS_SECURITY_API_KEYS", "");

        assertThat(keys.split(",")).hasSize(5).allMatch(key -> key.matches("\\w{8}:[A-Z+]+:[0-9a-f]{64}"));
        assertThat(keys).doesNotContain(infrastructure.apiKey(Role.VIEWER))
                .doesNotContain(infrastructure.ownerApiKey());
        assertThat(infrastructure.reader().toString() + infrastructure.storageKey("reader"))
                .doesNotContain(infrastructure.reader().password())
                .doesNotContain(infrastructure.storageKey("reader").secretKey());
    }

    @Test
    void environmentFollowsTheContract() {
        assertThat(infrastructure.environment("ingestion").keySet()).contains("SPRING_DATASOURCE_URL",
                "SPRING_DATASOURCE_USERNAME", "SPRING_DATASOURCE_PASSWORD", "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                "MANYMODELS_STORAGE_ENDPOINT", "MANYMODELS_STORAGE_REGION", "MANYMODELS_STORAGE_ACCESS_KEY",
                "MANYMODELS_STORAGE_SECRET_KEY", "MANYMODELS_SECURITY_API_KEYS", "MANYMODELS_INGESTION_LANDING",
                "MANYMODELS_INGESTION_MEMORY_LIMIT");
    }

    @Test
    void databaseIsDurable() throws Exception {
        try (Connection admin = connect(infrastructure.database("postgres"))) {
            assertThat(value(admin, "SHOW fsync")).isEqualTo("on");
            assertThat(value(admin, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(value(admin, "SHOW server_version")).startsWith("18.");
        }
    }

    @Test
    void textsAreComparedByPostgresItself() throws Exception {
        try (Connection admin = connect(infrastructure.database("postgres"))) {
            assertThat(value(admin,
                    "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("b C.UTF-8");
        }
    }

    @ParameterizedTest
    @CsvSource({"ingestion,catalog", "training,training", "promotion,production", "scoring,predictions",
            "realtime,realtime"})
    void serviceOwnsItsSchemaAndNoOther(String role, String schema) throws Exception {
        try (Connection connection = connect(infrastructure.database(role))) {
            execute(connection, "CREATE TABLE own_" + role + " (a int)");
            assertThat(value(connection, "SELECT current_schema()")).isEqualTo(schema);
            for (String other : List.of("catalog", "training", "production", "predictions", "realtime", "public")) {
                if (!other.equals(schema)) {
                    assertThat(refusal(connection, "CREATE TABLE " + other + ".intruder (a int)")).isEqualTo("42501");
                }
            }
            for (String statement : List.of("CREATE SCHEMA intruder", "CREATE TEMPORARY TABLE intruder (a int)",
                    "SET ROLE postgres", "SELECT * FROM pg_authid", "SELECT pg_read_file('postgresql.conf')",
                    "COPY (SELECT 1) TO PROGRAM 'true'", "CREATE ROLE intruder")) {
                assertThat(refusal(connection, statement)).as(statement).isEqualTo("42501");
            }
        }
    }

    @Test
    void readerSelectsWhatServicesPublishAndWritesNothing() throws Exception {
        try (Connection scoring = connect(infrastructure.database("scoring"));
                Connection training = connect(infrastructure.database("training"))) {
            execute(scoring, "CREATE TABLE predictions.facts AS SELECT 42 AS answer",
                    "CREATE VIEW reporting.shop_predictions AS SELECT answer FROM predictions.facts");
            execute(training, "CREATE VIEW reporting.shop_backtests AS SELECT 43 AS answer");
        }
        try (Connection reader = connect(infrastructure.reader())) {
            assertThat(value(reader, "SELECT answer FROM shop_predictions")).isEqualTo("42");
            assertThat(value(reader, "SELECT answer FROM reporting.shop_backtests")).isEqualTo("43");
            assertThat(refusal(reader, "SELECT * FROM predictions.facts")).isEqualTo("42501");
            assertThat(refusal(reader, "CREATE VIEW reporting.intruder AS SELECT 1")).isEqualTo("42501");
        }
    }

    @ParameterizedTest
    @CsvSource({"ingestion,partitions", "training,own_backtests", "training,own_errors", "promotion,releases",
            "promotion,release_entries",
            "promotion,model_versions", "scoring,runs", "scoring,run_partitions", "scoring,own_predictions",
            "scoring,own_leaderboard", "scoring,own_importance", "scoring,own_actuals", "scoring,own_keys",
            "scoring,own_dates", "scoring,own_groups"})
    void onlyItsOwnerMakesAViewForReporting(String owner, String view) throws Exception {
        for (String role : List.of("ingestion", "training", "promotion", "scoring", "realtime", "reader")) {
            try (Connection connection = connect(infrastructure.database(role))) {
                String create = "CREATE OR REPLACE VIEW reporting." + view + " AS SELECT 1 AS one";
                if (role.equals(owner)) {
                    execute(connection, create, "COMMENT ON VIEW reporting." + view + " IS 'one'", create,
                            "GRANT SELECT ON reporting." + view + " TO reader");
                } else {
                    assertThat(refusal(connection, create)).as(role).isEqualTo("42501");
                }
            }
        }
        try (Connection connection = connect(infrastructure.database(owner))) {
            execute(connection, "DROP VIEW reporting." + view);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestion", "training", "promotion", "scoring", "realtime"})
    void nothingButViewsComesIntoReporting(String role) throws Exception {
        try (Connection connection = connect(infrastructure.database(role))) {
            execute(connection, "CREATE VIEW intruder_predictions AS SELECT 1 AS one",
                    "CREATE TABLE intruder_backtests (a int)");
            for (String statement : List.of("CREATE TABLE reporting.own_predictions (a int)",
                    "CREATE TABLE reporting.partitions AS SELECT 1 AS one",
                    "CREATE FUNCTION reporting.runs() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                    "CREATE TYPE reporting.releases AS (a int)", "CREATE SEQUENCE reporting.own_backtests",
                    "CREATE MATERIALIZED VIEW reporting.own_leaderboard AS SELECT 1 AS one",
                    "CREATE VIEW reporting.anything AS SELECT 1 AS one",
                    "ALTER TABLE intruder_backtests SET SCHEMA reporting",
                    "DROP SCHEMA reporting",
                    "DROP EVENT TRIGGER guard_reporting", "SELECT guard.reporting()")) {
                assertThat(refusal(connection, statement)).as(statement).isIn("42501", "42P01");
            }
            execute(connection, "DROP VIEW intruder_predictions", "DROP TABLE intruder_backtests");
        }
    }

    @Test
    void readersCannotFillTheDiskOrHoldOthersUp() throws Exception {
        try (Connection reader = connect(infrastructure.reader())) {
            assertThat(value(reader, "SHOW statement_timeout")).isEqualTo("10min");
            assertThat(value(reader, "SHOW lock_timeout")).isEqualTo("10s");
            assertThat(value(reader, "SHOW idle_in_transaction_session_timeout")).isEqualTo("5min");
            assertThat(value(reader, "SHOW temp_file_limit")).isEqualTo("4GB");
            for (String statement : List.of("SET temp_file_limit = -1", "SELECT lo_create(0)", "SELECT lo_creat(0)",
                    "SELECT lo_from_bytea(0, 'x')", "SELECT lo_import('/etc/passwd')")) {
                assertThat(refusal(reader, statement)).as(statement).isEqualTo("42501");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ingestion,10min,1min,1min", "training,10min,1min,1min", "promotion,10min,1min,1min",
            "scoring,10min,1min,1min", "realtime,1min,10s,1min"})
    void servicesWaitForNothingForever(String role, String statement, String lock, String idle) throws Exception {
        try (Connection connection = connect(infrastructure.database(role))) {
            assertThat(value(connection, "SHOW statement_timeout")).isEqualTo(statement);
            assertThat(value(connection, "SHOW lock_timeout")).isEqualTo(lock);
            assertThat(value(connection, "SHOW idle_in_transaction_session_timeout")).isEqualTo(idle);
            assertThat(refusal(connection, "SELECT lo_create(0)")).isEqualTo("42501");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestion", "training", "promotion", "scoring", "realtime", "reader", "postgres"})
    void databaseRefusesAWrongPassword(String role) {
        var wrong = new DatabaseLogin(infrastructure.database(role).url(), role, "wrong");

        assertThat(catchThrowableOfType(SQLException.class, () -> connect(wrong)).getSQLState()).isEqualTo("28P01");
    }

    @Test
    void databaseRefusesServicesElsewhereAndPeopleWithoutPassword() {
        DatabaseLogin training = infrastructure.database("training");
        var elsewhere = new DatabaseLogin(training.url().replace("/manymodels", "/postgres"), "training",
                training.password());
        var nobody = new DatabaseLogin(training.url(), "training", "");

        assertThat(catchThrowableOfType(SQLException.class, () -> connect(elsewhere)).getSQLState()).isEqualTo("28000");
        assertThatThrownBy(() -> connect(nobody)).isInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ingestion|lake|", "training|candidates|lake",
            "promotion|production|lake,candidates",
            "scoring|predictions|lake,production", "realtime||production", "reader||lake,predictions"})
    void storageUserReachesGrantedBucketsAlone(String user, String writable, String readable) throws Exception {
        Set<String> writes = names(writable);
        Set<String> reads = names(readable);
        MinioClient client = client(infrastructure.storageKey(user));
        for (String bucket : BUCKETS) {
            seed(bucket);
            assertThat(allowed(() -> put(client, bucket, "own-" + user))).as("put " + bucket)
                    .isEqualTo(writes.contains(bucket));
            assertThat(allowed(() -> client.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object("own-" + user).build())))
                    .as("remove " + bucket)
                    .isEqualTo(writes.contains(bucket));
            boolean mayRead = writes.contains(bucket) || reads.contains(bucket);
            assertThat(allowed(
                    () -> client.getObject(GetObjectArgs.builder().bucket(bucket).object("seed").build()).close()))
                    .as("get " + bucket)
                    .isEqualTo(mayRead);
            assertThat(allowed(() -> {
                for (var item : client.listObjects(ListObjectsArgs.builder().bucket(bucket).build())) {
                    item.get();
                }
            })).as("list " + bucket).isEqualTo(mayRead);
        }
        assertThat(allowed(() -> client.makeBucket(MakeBucketArgs.builder().bucket("intruder").build()))).isFalse();
    }

    @Test
    void storageRefusesAWrongSecretAndNoCredential() throws Exception {
        seed("lake");
        var wrong = client(new StorageKey(infrastructure.storageKey("ingestion").accessKey(), "wrong"));
        var unknown = client(new StorageKey("nobody", "wrong"));

        assertThat(allowed(() -> put(wrong, "lake", "intruder"))).isFalse();
        assertThat(allowed(() -> put(unknown, "lake", "intruder"))).isFalse();
        try (var http = HttpClient.newHttpClient()) {
            for (String path : List.of("/", "/lake", "/lake/seed")) {
                var request = HttpRequest.newBuilder(URI.create(infrastructure.storageEndpoint() + path)).build();
                assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()).as(path)
                        .isEqualTo(403);
            }
        }
    }

    private static void seed(String bucket) throws Exception {
        String owner = switch (bucket) {
            case "lake" -> "ingestion";
            case "candidates" -> "training";
            case "production" -> "promotion";
            default -> "scoring";
        };
        put(client(infrastructure.storageKey(owner)), bucket, "seed");
    }

    private static void put(MinioClient client, String bucket, String object) throws Exception {
        byte[] bytes = "content".getBytes(StandardCharsets.UTF_8);
        client.putObject(PutObjectArgs.builder()
                .bucket(bucket)
                .object(object)
                .stream(new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
                .build());
    }

    private static MinioClient client(StorageKey key) {
        return CLIENTS.computeIfAbsent(key, _ -> MinioClient.builder()
                .endpoint(infrastructure.storageEndpoint())
                .region("us-east-1")
                .credentials(key.accessKey(), key.secretKey())
                .build());
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static boolean allowed(Attempt attempt) throws Exception {
        try {
            attempt.run();
            return true;
        } catch (ErrorResponseException e) {
            assertThat(e.response().code()).isEqualTo(403);
            return false;
        }
    }

    private static Set<String> names(String list) {
        return list == null ? Set.of() : Set.of(list.split(","));
    }

    private static Connection connect(DatabaseLogin login) throws SQLException {
        return DriverManager.getConnection(login.url(), login.username(), login.password());
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement(); var result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private static String refusal(Connection connection, String sql) {
        return catchThrowableOfType(SQLException.class, () -> execute(connection, sql)).getSQLState();
    }
}
