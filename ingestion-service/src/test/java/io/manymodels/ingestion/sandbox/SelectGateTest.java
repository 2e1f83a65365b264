package io.manymodels.ingestion.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectGateTest {

    @RegisterExtension
    static final EmptySandbox EMPTY = new EmptySandbox();

    @BeforeAll
    static void tables() {
        EMPTY.sandbox().execute("CREATE TABLE source (k INTEGER, y INTEGER, store VARCHAR)");
        EMPTY.sandbox().execute("CREATE TABLE stores (store VARCHAR, income DOUBLE)");
    }

    private static SelectGate.Select check(String sql) {
        return SelectGate.check(EMPTY.sandbox(), sql, Set.of("source", "stores"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";", "-- nothing", "INSERT INTO source VALUES (1, 2, 'a')", "DELETE FROM source",
            "UPDATE source SET y = 1", "CREATE TABLE t AS SELECT 1", "COPY source TO 'x.csv'", "ATTACH 'x.duckdb'",
            "INSTALL httpfs", "LOAD httpfs", "SET threads = 9", "PRAGMA version", "CALL pragma_version()",
            "EXPORT DATABASE 'x'", "VACUUM", "BEGIN", "PREPARE p AS SELECT 1", "EXPLAIN SELECT 1", "SELECT",
            "SELECT 1,,",
            "WITH d AS (DELETE FROM source RETURNING *) SELECT * FROM d"})
    void onlyASelectPasses(String sql) {
        assertThatThrownBy(() -> check(sql)).as(sql).isInstanceOfSatisfying(ManyModelsException.class, e -> {
            assertThat(e.code()).isEqualTo("transform-refused");
            assertThat(e.getMessage()).contains("transform: the SQL", "Maybe");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"SELECT * FROM read_csv('/etc/passwd')|[read_csv]",
            "SELECT * FROM read_text('/etc/passwd')|[read_text]", "SELECT * FROM parquet_scan('x')|[parquet_scan]",
            "SELECT * FROM sniff_csv('x')|[sniff_csv]", "SELECT * FROM query_table('source')|[query_table]",
            "SELECT * FROM '/etc/passwd'|[/etc/passwd]", "SELECT * FROM \"x.parquet\"|[x.parquet]",
            "SELECT * FROM main.source|[source]", "SELECT * FROM sandbox.main.source|[source]",
            "SELECT * FROM duckdb_settings()|[duckdb_settings]", "SELECT * FROM sqlite_master|[sqlite_master]",
            "SELECT k FROM source WHERE y IN (SELECT y FROM secrets)|[secrets]",
            "SELECT (SELECT max(y) FROM secrets) FROM source|[secrets]",
            "SELECT k FROM source UNION ALL SELECT k FROM secrets|[secrets]",
            "SELECT k FROM source EXCEPT SELECT k FROM secrets|[secrets]",
            "SELECT k FROM source JOIN secrets USING (k)|[secrets]",
            "SELECT k FROM source, LATERAL (SELECT * FROM secrets)|[secrets]",
            "WITH a AS (SELECT * FROM secrets) SELECT * FROM a|[secrets]",
            "SELECT k FROM source QUALIFY k > (SELECT 1 FROM secrets)|[secrets]",
            "SELECT k FROM source ORDER BY (SELECT 1 FROM secrets)|[secrets]",
            "SELECT k FROM source LIMIT (SELECT 1 FROM secrets)|[secrets]",
            "SELECT CASE WHEN EXISTS (FROM secrets) THEN 1 END FROM source|[secrets]"})
    void nothingButTheTablesOfTheSpecIsRead(String sql, String name) {
        assertThatThrownBy(() -> check(sql)).as(sql).isInstanceOfSatisfying(ManyModelsException.class, e -> {
            assertThat(e.code()).isEqualTo("transform-refused");
            assertThat(e.getMessage()).contains(name, "Maybe");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM source", "FROM source", "SELECT * FROM SOURCE", "SELECT * FROM \"Stores\"",
            "SELECT s.* FROM source AS s JOIN stores USING (store)", "SELECT 1 -- the end",
            "SELECT * FROM source /* ; DROP TABLE source */", "SELECT ';' AS semicolon FROM source",
            "WITH a AS (SELECT * FROM source), b AS (FROM a) SELECT * FROM b",
            "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT * FROM n",
            "SELECT * FROM range(3), generate_series(1, 2), unnest([1, 2])",
            "SELECT k, sum(y) OVER (PARTITION BY k ORDER BY y ROWS 2 PRECEDING) FROM source",
            "SELECT k FROM source GROUP BY ALL"})
    void whatRowsAreMadeFromTheTablesPasses(String sql) {
        assertThat(EMPTY.sandbox().describe("(\n" + check(sql).sql() + "\n)")).isNotEmpty();
    }

    @Test
    void aSemicolonEndsNoStatementOfOurs() {
        String sql = check("SELECT ';' AS y, k FROM source; -- and so on; or not").sql();

        EMPTY.sandbox().execute("CREATE OR REPLACE VIEW v AS (\n" + sql + "\n)");
        assertThat(EMPTY.sandbox().describe("SELECT * FROM v")).extracting(SandboxColumn::name).containsExactly("y",
                "k");
        assertThatThrownBy(() -> check("SELECT 1; SELECT 2; SELECT 3")).hasMessageContaining("[3] statements");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"SELECT y FROM source|y|true", "SELECT y FROM source|Y|true",
            "SELECT y FROM source|k|false", "SELECT 1 FROM source WHERE k > 1|k|true",
            "SELECT s.k FROM source s|k|true", "SELECT count(*) FROM source|store|false",
            "SELECT * FROM source JOIN stores USING (store)|income|true",
            "SELECT y FROM source JOIN stores USING (store)|store|true", "SELECT y FROM source ORDER BY k|k|true",
            "SELECT \"y\" FROM source|y|true", "SELECT * EXCLUDE (k) FROM source|anything|true"})
    void knowsWhichColumnsMatter(String sql, String column, boolean mentioned) {
        assertThat(check(sql).mentions(column)).isEqualTo(mentioned);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"SELECT a + b AS y FROM source|y|y,a,b", "SELECT y FROM source|y|y",
            "SELECT a AS Y FROM source|y|y,a", "SELECT coalesce(a, b) AS y, c AS z FROM source|y|y,a,b",
            "WITH s AS (SELECT a + b AS m FROM source) SELECT m * c AS y FROM s|y|y,m,a,b,c",
            "SELECT y FROM (SELECT a AS y FROM source)|y|y,a", "SELECT a AS b, b AS a FROM source|a|a,b",
            "SELECT 1 AS y FROM source|y|y", "SELECT CASE WHEN a > 1 THEN b END AS y FROM source|y|y,a,b"})
    void aResultIsMadeFromItsColumns(String sql, String result, String columns) {
        assertThat(check(sql).feeding(result)).containsExactlyInAnyOrder(columns.split(","));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {"SELECT k AS code FROM source~code~code,k",
            "SELECT CAST(k AS VARCHAR) AS code FROM source~code~code,k",
            "SELECT k::TEXT AS code FROM source~code~code,k",
            "SELECT a || '-' || b AS code FROM source~code~code,a,b",
            "SELECT upper(trim(k)) AS code FROM source~code~code,k",
            "SELECT CAST(k AS INTEGER) AS code FROM source~code~code", "SELECT k + 1 AS code FROM source~code~code",
            "SELECT round(k) AS code FROM source~code~code",
            "WITH s AS (SELECT k AS c FROM source) SELECT c AS code FROM s~code~code,c,k"})
    void aTextIsHandedOnAsItIsAndANumberIsNot(String sql, String result, String columns) {
        assertThat(check(sql).passing(result)).containsExactlyInAnyOrder(columns.split(","));
    }
}
