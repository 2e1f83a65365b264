package io.manymodels.ingestion.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.landing.LandingFolder;
import io.manymodels.ingestion.partition.DuckDbShuffle;
import io.manymodels.ingestion.partition.ShuffledData;
import io.manymodels.ingestion.reading.EarlierReadings;
import io.manymodels.ingestion.sandbox.SandboxLimits;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.storage.ObjectStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

/** The drivers that makers of databases publish, in a folder as a deployment has them; and one real server. */
@Tag("databases")
class DatabasesIT {

    private static final Path DRIVERS = Path.of("target/drivers").toAbsolutePath();

    @TempDir
    static Path folder;

    private static MariaDb server;

    @BeforeAll
    static void start() throws Exception {
        assertThat(DRIVERS).as("mvn -Pdatabases copies them").isDirectoryContaining("glob:**.jar");
        server = MariaDb.start(folder, List.of("CREATE DATABASE sales CHARACTER SET utf8mb4;",
                "CREATE USER reader IDENTIFIED BY 'secret';", "GRANT SELECT ON sales.* TO reader;", "USE sales;",
                "SET NAMES utf8mb4;",
                "CREATE TABLE sales (store BIGINT UNSIGNED, note TEXT, local_time DATETIME, sold TIMESTAMP NULL, units DECIMAL(12,2), year YEAR, open TINYINT(1));",
                "INSERT INTO sales SELECT 18446744073709551000 + seq DIV 40, 'Käse, ''\"€', '2024-10-26 22:30:00' + INTERVAL (seq MOD 40) HOUR, FROM_UNIXTIME(1729981800 + 3600 * (seq MOD 40)), (seq * 7919 MOD 101) / 4, 2020 + seq MOD 5, 2 FROM seq_0_to_119;"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ShuffledData shuffle(String query, JdbcConnection connection, String key) throws IOException {
        Sources sources = new Sources(new LandingFolder(folder), Mockito.mock(ObjectStore.class),
                Map.of("erp", connection), new JdbcDrivers(DRIVERS));
        return new DuckDbShuffle(sources, new SandboxLimits("500MB", 2, 1_000_000_000L), Duration.ofMinutes(1))
                .shuffle(FamilySpec.read("""
                        family: f
                        source: {jdbc: {connection: erp, query: "%s"}}
                        key: [%s]
                        time: sold
                        target: units
                        task: regression
                        """.formatted(query, key)).orThrow(), List.of(), EarlierReadings.none(),
                        Files.createTempDirectory(folder, "work").toRealPath(), () -> false);
    }

    private static JdbcConnection connection(DatabaseKind kind, int port, String password) {
        return new JdbcConnection(kind, "127.0.0.1", port, "sales", "reader", password, Map.of());
    }

    private static String one(ShuffledData data, String sql) throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(sql.formatted("read_parquet('" + data.file() + "')"))) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** MySQL's driver speaks to MariaDB too, so its rows are seen as well, though no server of MySQL is. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void rowsOfARealServerKeepTheirDigitsTheirInstantsAndTheirNumbers(DatabaseKind kind) throws Exception {
        ShuffledData data = shuffle("SELECT * FROM sales", connection(kind, server.port(), "secret"), "store");

        assertThat(data.rows()).isEqualTo(120);
        assertThat(data.partitions()).extracting(partition -> partition.key()).containsExactly(
                "{\"store\":\"18446744073709551000\"}", "{\"store\":\"18446744073709551001\"}",
                "{\"store\":\"18446744073709551002\"}");
        Map<String, String> types = data.columns().stream()
                .collect(Collectors.toMap(Column::name, column -> column.type().name()));
        assertThat(types).containsEntry("note", "TEXT").containsEntry("local_time", "TIMESTAMP")
                .containsEntry("sold", "TIMESTAMP").containsEntry("units", "DOUBLE").containsEntry("year", "INTEGER")
                .containsEntry("open", "INTEGER");
        assertThat(one(data, "SELECT min(sold) || ' ' || max(sold) FROM %s")).as("UTC, though the server is not")
                .isEqualTo("2024-10-26 22:30:00 2024-10-28 13:30:00");
        assertThat(one(data, "SELECT CAST(min(local_time) AS VARCHAR) FROM %s")).isEqualTo("2024-10-26 22:30:00");
        assertThat(one(data, "SELECT count(DISTINCT sold) || ' ' || max(units) || ' ' || max(open) FROM %s"))
                .isEqualTo("40 25.0 2");
        assertThat(one(data, "SELECT any_value(note) FROM %s")).isEqualTo("Käse, '\"€");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"SELECT * FROM nowhere|secret|query-failed",
            "SELECT * FROM sales|wrong|connection-unavailable"})
    void whatARealServerRefusesIsSaid(String query, String password, String code) {
        assertThatThrownBy(() -> shuffle(query, connection(DatabaseKind.MARIADB, server.port(), password), "store"))
                .isInstanceOfSatisfying(ManyModelsException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).contains("[erp]", "Maybe");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM sales INTO OUTFILE '/tmp/x'", "SELECT LOAD_FILE('/etc/passwd')",
            "DELETE FROM sales", "SELECT 1; DROP TABLE sales"})
    void noQueryWritesOrReadsFiles(String query) throws Exception {
        try {
            ShuffledData data = shuffle("SELECT store, sold, units, (" + query + ") AS x FROM sales",
                    connection(DatabaseKind.MARIADB, server.port(), "secret"), "store");
            assertThat(one(data, "SELECT count(x) FROM %s")).as("the login may not").isEqualTo("0");
        } catch (ManyModelsException e) {
            assertThat(e.code()).isIn("query-refused", "query-failed");
        }
    }

    @ParameterizedTest
    @EnumSource(value = DatabaseKind.class, mode = EnumSource.Mode.EXCLUDE, names = {"POSTGRESQL", "H2"})
    void everyMakersDriverIsFoundAndSaysThatNobodyListens(DatabaseKind kind) throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        long started = System.nanoTime();

        assertThatThrownBy(() -> shuffle("SELECT * FROM sales", connection(kind, nobody, "secret"), "store"))
                .isInstanceOfSatisfying(ManyModelsException.class, e -> {
                    assertThat(e.code()).isEqualTo("connection-unavailable");
                    assertThat(e.getMessage()).contains("[erp]", "127.0.0.1:" + nobody);
                });
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({"MYSQL,connectTimeout,2000,sslMode,DISABLED", "MARIADB,connectTimeout,2000,sslMode,disable",
            "SQLSERVER,loginTimeout,3,encrypt,false",
            "ORACLE,oracle.net.CONNECT_TIMEOUT,2000,oracle.jdbc.ReadTimeout,2000"})
    void aDriverTakesThePropertiesThatItsListAllows(DatabaseKind kind, String one, String oneValue, String other,
            String otherValue) {
        JdbcConnection settings = new JdbcConnection(kind, "127.0.0.1", 1, "sales", "reader", "secret",
                Map.of(one, oneValue, other, otherValue));

        assertThatThrownBy(() -> shuffle("SELECT * FROM sales", settings, "store"))
                .isInstanceOfSatisfying(ManyModelsException.class,
                        e -> assertThat(e.code()).isEqualTo("connection-unavailable"));
    }
}
