package io.manymodels.ingestion.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.landing.LandingFolder;
import io.manymodels.ingestion.partition.DuckDbShuffle;
import io.manymodels.ingestion.partition.ShuffledData;
import io.manymodels.ingestion.reading.EarlierReadings;
import io.manymodels.ingestion.sandbox.SandboxLimits;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.storage.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

/** A real server of another make, and its driver in a folder. */
class JdbcDriversTest {

    @TempDir
    static Path folder;

    private static Server server;
    private static Path drivers;

    @BeforeAll
    static void start() throws Exception {
        server = Server.createTcpServer("-tcpPort", "0", "-baseDir", folder.resolve("data").toString(),
                "-ifNotExists").start();
        try (Connection connection = DriverManager.getConnection(
                "jdbc:h2:tcp://localhost:%d/sales".formatted(server.getPort()), "reader", "secret");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE sales AS
                    SELECT 12345678901234567890 + x / 40 AS store, CAST(7 AS TINYINT) AS "class",
                           TIMESTAMP WITH TIME ZONE '2024-01-01 00:30:00+02:00' + MOD(x, 40) * INTERVAL '1' DAY AS sold,
                           CAST(MOD(x * 7919, 101) AS DOUBLE PRECISION) AS units, 'it''s' AS note
                    FROM SYSTEM_RANGE(0, 119)
                    """);
        }
        drivers = Files.createDirectory(folder.resolve("drivers"));
        Path jar = Path.of(Server.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Files.copy(jar, drivers.resolve("h2.jar"));
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    private static JdbcConnection settings(String password, Map<String, String> properties) {
        return new JdbcConnection(DatabaseKind.H2, "localhost", server.getPort(), "sales", "reader", password,
                properties);
    }

    private static String spec(String query) {
        return """
                family: f
                source: {jdbc: {connection: erp, query: "%s"}}
                key: [store]
                time: sold
                target: units
                task: regression
                """.formatted(query);
    }

    private static ShuffledData shuffle(String query, String password, Path jars) throws Exception {
        Sources sources = new Sources(new LandingFolder(folder), Mockito.mock(ObjectStore.class),
                Map.of("erp", settings(password, Map.of())), new JdbcDrivers(jars));
        return new DuckDbShuffle(sources, new SandboxLimits("500MB", 2, 1_000_000_000L), Duration.ofMinutes(1))
                .shuffle(FamilySpec.read(spec(query)).orThrow(), List.of(), EarlierReadings.none(),
                        Files.createTempDirectory(folder, "work").toRealPath(), () -> false);
    }

    private static final String ALL = "SELECT store AS \\\"store\\\", sold AS \\\"sold\\\", units AS \\\"units\\\", \\\"class\\\" FROM sales WHERE note = 'it''s'";

    @Test
    void rowsComeThroughADriverOfTheFolderWithEveryDigitOfTheirKeys() throws Exception {
        ShuffledData data = shuffle(ALL, "secret", drivers);

        assertThat(data.rows()).isEqualTo(120);
        assertThat(data.partitions()).extracting(partition -> partition.key()).contains(
                "{\"store\":\"12345678901234567890\"}").hasSize(3);
        assertThat(data.columns()).contains(new Column("store", ColumnType.TEXT, ColumnRole.KEY),
                new Column("sold", ColumnType.TIMESTAMP, ColumnRole.TIME));
        assertThat(data.timeAxis()).isNotNull();
        assertThat(data.columns()).filteredOn(column -> column.name().equals("class")).extracting(Column::type)
                .containsExactly(ColumnType.INTEGER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT store, sold, units, units AS \\\"Units\\\" FROM sales",
            "SELECT a.store, a.sold, a.units, b.units FROM sales a JOIN sales b ON a.store = b.store"})
    void twoColumnsOfOneNameAreRefusedWithWhatMendsIt(String query) {
        assertThatThrownBy(() -> shuffle(query, "secret", drivers))
                .hasMessageContaining("Maybe name one otherwise by AS");
    }

    @Test
    void aDriverSeesNothingOfThisService() throws Exception {
        try (Connection connection = new JdbcDrivers(drivers).connect(settings("secret", Map.of()))) {
            ClassLoader loader = connection.getClass().getClassLoader();

            assertThat(loader).isNotSameAs(Server.class.getClassLoader());
            assertThatThrownBy(() -> loader.loadClass(Sources.class.getName()))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void withoutADriverAndWithAWrongPasswordItIsSaidWhatIsMissing() {
        assertThatThrownBy(() -> shuffle(ALL, "secret", folder.resolve("nowhere"))).hasMessageContaining("[h2]")
                .hasMessageContaining("Maybe put the driver");
        assertThatThrownBy(() -> shuffle(ALL, "wrong", drivers)).hasMessageContaining("Connection [erp]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP TABLE sales", "SELECT 1; DROP TABLE sales",
            "WITH gone AS (SELECT 1) DELETE FROM sales", "SELECT 1 /*! INTO OUTFILE 'x' */",
            "SELECT * FROM sales -- ' \\n INTO x", "SELECT 'a\\\\' ; DROP TABLE sales --'",
            "CALL FILE_WRITE('a', 'b')"})
    void whatMayBeMoreThanASelectIsRefused(String query) {
        for (DatabaseKind kind : DatabaseKind.values()) {
            if (kind != DatabaseKind.POSTGRESQL) {
                assertThatThrownBy(() -> OneSelect.of(kind, query)).hasMessageContaining("source.jdbc.query");
            }
        }
    }

    @Test
    void aSelectMayHoldSuchWordsInItsTextsAndNames() {
        String query = "  SELECT updated_at, 'delete; -- it''s' AS note FROM sales_set ";

        assertThat(OneSelect.of(DatabaseKind.MYSQL, query)).isEqualTo(query.strip());
    }

    @ParameterizedTest
    @CsvSource({"H2,INIT", "H2,TRACE_LEVEL_FILE", "MYSQL,allowLoadLocalInfile", "MYSQL,autoDeserialize",
            "MARIADB,allowLocalInfile", "MARIADB,connectionTimeZone", "MYSQL,tinyInt1isBit",
            "ORACLE,oracle.net.tns_admin", "SQLSERVER,trustStore",
            "POSTGRESQL,socketFactory"})
    void propertiesThatDoMoreThanConnectAreRefused(DatabaseKind kind, String property) {
        assertThatThrownBy(() -> new JdbcConnection(kind, "localhost", 0, "sales", "reader", "secret",
                Map.of(property, "x"))).hasMessageContaining("[" + property + "] is not allowed");
    }

    @ParameterizedTest
    @CsvSource({"H2,sales;INIT=RUNSCRIPT FROM 'x'", "MYSQL,sales?allowLoadLocalInfile=true",
            "SQLSERVER,sales;integratedSecurity=true"})
    void aNameThatIsMoreThanAnameIsRefused(DatabaseKind kind, String database) {
        assertThatThrownBy(() -> new JdbcConnection(kind, "localhost", 0, database, "reader", "secret", Map.of()))
                .hasMessageContaining("database");
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "MARIADB"})
    void twoInstantsAndTwoNumbersStayTwo(DatabaseKind kind) {
        assertThat(kind.fixed()).contains(Map.entry("tinyInt1isBit", "false"), Map.entry("yearIsDateType", "false"),
                Map.entry("connectionTimeZone", "UTC"), Map.entry("forceConnectionTimeZoneToSession", "true"));
    }

    @Test
    void everyKindHasItsPortAndAddress() throws SQLException {
        assertThat(new JdbcConnection(DatabaseKind.MARIADB, "db", 0, "sales", "r", "", Map.of()).port())
                .isEqualTo(3306);
        assertThat(DatabaseKind.SQLSERVER.url("db", 1433, "sales")).isEqualTo(
                "jdbc:sqlserver://db:1433;databaseName=sales");
        assertThat(DatabaseKind.ORACLE.url("db", 1521, "sales")).isEqualTo("jdbc:oracle:thin:@//db:1521/sales");
    }
}
