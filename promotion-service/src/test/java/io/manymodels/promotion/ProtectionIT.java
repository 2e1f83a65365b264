package io.manymodels.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.CopyObjectArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveBucketArgs;
import io.minio.RemoveObjectArgs;
import io.minio.SourceObject;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The denial matrix of production: every other service, with its real role and S3 credential, tries what it must not do.
 * Statements are made for every table that is there, so that a new one is covered from its first day.
 */
class ProtectionIT {

    private static final Stack STACK = Stack.INSTANCE;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    /** What of production each other role may read: releases and models to serve them, releases to know what must be kept. */
    private static final Map<String, Set<String>> READABLE = Map.of(
            "scoring", Set.of("model_version", "release", "release_entry", "current_release", "run", "run_partition",
                    "run_usage"),
            "realtime", Set.of("model_version", "release", "release_entry", "current_release", "fallback"),
            "ingestion", Set.of("release", "current_release", "promotion", "run"),
            "training", Set.of("release", "current_release"),
            "reader", Set.of());
    private static final String OBJECT = "protected/release=1/part.pack";

    private static final Map<String, Connection> CONNECTIONS = new ConcurrentHashMap<>();

    @BeforeAll
    static void release() throws Exception {
        var family = new TestFamily("protected", "automatic", "1%");
        family.train(family.snapshot("a", 3), Map.of(0, 40d), Map.of());
        assertThat(family.promote("{}").path("state").asString()).isEqualTo("succeeded");
        put("promotion", "production", OBJECT);
        put("ingestion", "lake", OBJECT);
        put("training", "candidates", OBJECT);
        put("scoring", "predictions", OBJECT);
    }

    @AfterAll
    static void close() throws SQLException {
        for (var connection : CONNECTIONS.values()) {
            connection.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestion", "training", "scoring", "realtime", "reader"})
    void nobodyElseChangesATableOfProduction(String role) {
        var allowed = new ArrayList<String>();
        var tried = 0;
        for (var table : tables("production").entrySet()) {
            for (var sql : changes("production." + table.getKey(), table.getValue())) {
                tried++;
                if (!refused(role, sql)) {
                    allowed.add(sql);
                }
            }
        }
        for (var sql : List.of("CREATE TABLE production.mine (x int)", "CREATE VIEW production.mine AS SELECT 1",
                "CREATE FUNCTION production.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "ALTER SCHEMA production RENAME TO mine", "DROP SCHEMA production CASCADE", "SET ROLE promotion",
                "UPDATE reporting.model_versions SET version = 0",
                "DELETE FROM reporting.model_versions",
                "SELECT setval('production.model_version_id_seq', 1)")) {
            if (!refused(role, sql)) {
                allowed.add(sql);
            }
        }
        assertThat(allowed).isEmpty();
        assertThat(tried).isGreaterThan(80);
        // A grant without the right to grant is a warning where the role may read, so what counts is what came of it.
        refused(role, "GRANT INSERT ON production.release TO " + role);
        assertThat(STACK.database("postgres").sql("SELECT has_table_privilege(?, 'production.release', 'INSERT')")
                .param(role)
                .query(Boolean.class).single()).isFalse();
    }

    @Test
    void eachOtherRoleReadsOfProductionWhatItNeedsAndNothingElse() {
        READABLE.forEach((role, readable) -> {
            var allowed = tables("production").keySet().stream()
                    .filter(table -> !refused(role, "SELECT count(*) FROM production." + table))
                    .collect(Collectors.toSet());
            assertThat(allowed).as(role).isEqualTo(readable);
        });
        assertThat(refused("ingestion", "SELECT submitted_by FROM production.promotion")).isTrue();
    }

    @Test
    void promotionChangesNothingThatIsNotItsOwn() {
        var allowed = new ArrayList<String>();
        for (var schema : List.of("catalog", "training")) {
            tables(schema).forEach((table, column) -> changes(schema + "." + table, column).stream()
                    .filter(sql -> !refused("promotion", sql)).forEach(allowed::add));
        }
        assertThat(allowed).isEmpty();
    }

    @Test
    void whatIsRegisteredIsImmutableForItsOwnerToo() {
        for (var sql : List.of("UPDATE production.model_version SET algorithm = 'x'",
                "TRUNCATE production.release CASCADE",
                "UPDATE production.release SET number = 0", "UPDATE production.release_entry SET rung = 'own'")) {
            assertThat(refused("promotion", sql)).as(sql).isTrue();
        }
    }

    @Test
    void readerSeesReleasesThroughTheReportingViewsWithACommentOnEveryColumn() {
        var reader = STACK.database("reader");
        assertThat(reader
                .sql("SELECT rung FROM reporting.release_entries WHERE family = 'protected' AND is_current ORDER BY key")
                .query(String.class).list()).containsExactly("own", "group", "group");
        assertThat(reader.sql("""
                SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                WHERE n.nspname = 'reporting' AND c.relname IN ('releases', 'release_entries', 'model_versions')
                  AND col_description(c.oid, a.attnum) IS NULL
                """).query(String.class).list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestion", "training", "scoring", "realtime", "reader"})
    void nobodyElseWritesToTheProductionBucket(String user) throws Exception {
        var client = STACK.storage(user);
        var attempts = new LinkedHashMap<String, Attempt>();
        attempts.put("put", () -> put(user, "production", OBJECT));
        attempts.put("multipart put", () -> client.putObject(PutObjectArgs.builder().bucket("production").object(OBJECT)
                .stream(new ByteArrayInputStream(new byte[6 << 20]), -1L, 5L << 20).build()));
        attempts.put("delete", () -> client
                .removeObject(RemoveObjectArgs.builder().bucket("production").object(OBJECT).build()));
        for (var from : List.of("lake", "candidates", "production", "predictions")) {
            attempts.put("copy from " + from, () -> client.copyObject(CopyObjectArgs.builder().bucket("production")
                    .object("protected/copy").source(SourceObject.builder().bucket(from).object(OBJECT).build())
                    .build()));
        }
        attempts.put("remove bucket",
                () -> client.removeBucket(RemoveBucketArgs.builder().bucket("production").build()));
        attempts.forEach((what, attempt) -> assertDenied(user + " " + what, attempt));
        assertThat(STACK.storage("promotion")
                .statObject(StatObjectArgs.builder().bucket("production").object(OBJECT).build()).size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestion", "training", "reader"})
    void whoHasNoBusinessThereDoesNotEvenReadTheProductionBucket(String user) {
        var client = STACK.storage(user);
        assertDenied(user + " get", () -> client
                .getObject(GetObjectArgs.builder().bucket("production").object(OBJECT).build()));
        assertDenied(user + " list", () -> client
                .listObjects(ListObjectsArgs.builder().bucket("production").build()).iterator().next().get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lake", "candidates", "predictions"})
    void promotionWritesToNoOtherBucket(String bucket) {
        assertDenied("promotion put", () -> put("promotion", bucket, "x"));
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws Exception;
    }

    private static void assertDenied(String what, Attempt attempt) {
        assertThatThrownBy(attempt::run).as(what).isInstanceOfSatisfying(ErrorResponseException.class,
                refusal -> assertThat(refusal.response().code()).as(what).isEqualTo(403));
    }

    private static void put(String user, String bucket, String object) throws Exception {
        STACK.storage(user)
                .putObject(PutObjectArgs.builder().bucket(bucket).object(object).data(new byte[] {1}, 1).build());
    }

    /** Every table of a schema with one of its columns. */
    private static Map<String, String> tables(String schema) {
        var tables = new LinkedHashMap<String, String>();
        STACK.database("postgres").sql("""
                SELECT c.table_name, min(c.column_name) FROM information_schema.columns c
                JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE c.table_schema = ? AND t.table_type = 'BASE TABLE' GROUP BY c.table_name ORDER BY 1
                """).param(schema).query(row -> {
            tables.put(row.getString(1), row.getString(2));
        });
        return tables;
    }

    private static List<String> changes(String table, String column) {
        return List.of("INSERT INTO %s DEFAULT VALUES", "UPDATE %s SET \"$\" = NULL", "DELETE FROM %s", "TRUNCATE %s",
                "DROP TABLE %s CASCADE", "ALTER TABLE %s ADD COLUMN mine int", "CREATE INDEX ON %s (\"$\")",
                "SELECT * FROM %s FOR UPDATE", "LOCK TABLE %s IN EXCLUSIVE MODE").stream()
                .map(sql -> sql.formatted(table).replace("$", column)).toList();
    }

    private static boolean refused(String role, String sql) {
        try (var statement = connection(role).createStatement()) {
            statement.execute(sql);
            if (sql.startsWith("GRANT")) {
                connection(role).commit();
            }
            return false;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as("%s: %s: %s", role, sql, e.getMessage()).isEqualTo(INSUFFICIENT_PRIVILEGE);
            return true;
        } finally {
            rollback(role);
        }
    }

    private static void rollback(String role) {
        try {
            connection(role).rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connection(String role) {
        return CONNECTIONS.computeIfAbsent(role, name -> {
            try {
                var connection = STACK.connection(name);
                connection.setAutoCommit(false);
                return connection;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
