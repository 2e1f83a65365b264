package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.partition.ShuffleFixture.TIMED;
import static io.manymodels.ingestion.partition.ShuffleFixture.column;
import static io.manymodels.ingestion.partition.ShuffleFixture.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.rows.ColumnRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A column that cannot keep its name in SQL has another one, and is told. */
class ColumnNamesTest {

    @TempDir
    Path folder;

    private ShuffleFixture fixture;

    @BeforeEach
    void landing() throws IOException {
        fixture = new ShuffleFixture(folder);
    }

    private void file(String name, String header) throws IOException {
        String rows = IntStream.range(0, 120).mapToObj(i -> "%d,%d,%d,%d,%d".formatted(i % 3, i / 3, i * 7919 % 101,
                i * 31 % 17, i * 13 % 19)).collect(Collectors.joining("\n", header + "\n", "\n"));
        fixture.text(name, rows, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"k,t,y,price,Price|Price_1|[Price]", "k,t,y,price,price|price_1|[price]",
            "k,t,y,x,K|K_1|[K]", "k,t,y,\"x\",\"X\"|X_1|[X]"})
    void namesThatDifferInCaseAloneAreTold(String header, String given, String written) throws Exception {
        file("rows.csv", header);

        ShuffledData data = fixture.shuffle(TIMED);

        assertThat(column(data, given).role()).isEqualTo(ColumnRole.OBSERVED);
        assertThat(warnings(data)).contains("[" + given + "]", written, "Maybe rename");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k,t,y,,x", "k,t,y,x,", "k,t,y,\"\",x"})
    void aColumnWithoutANameIsTold(String header) throws Exception {
        file("rows.csv", header);
        String given = header.endsWith(",") ? "column4" : "column3";

        ShuffledData data = fixture.shuffle(TIMED);

        assertThat(column(data, given).role()).isEqualTo(ColumnRole.OBSERVED);
        assertThat(warnings(data)).contains("[" + given + "]", "no name", "columns.ignored: [" + given + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k,t,y,price,price_1", "k,t,y,price_1,price", "k,t,y,column3,column4", "k,t,y, x ,column4",
            "k,t,y,x_1,z_1"})
    void namesThatAreKeptAreNoNews(String header) throws Exception {
        file("rows.csv", header);

        assertThat(warnings(fixture.shuffle(TIMED))).isEqualTo("[]");
    }

    @Test
    void theBeginningTellsItToo() throws Exception {
        file("rows.csv", "k,t,y,price,Price");

        assertThat(warnings(fixture.sample(TIMED).data())).contains("[Price_1]");
    }

    @Test
    void oneFileOfSeveralIsEnough() throws Exception {
        file("one.csv", "k,t,y,price,z");
        fixture.text("two.csv", "k,t,y,price,PRICE\n9,1,2,3,4\n9,2,3,4,5\n", StandardCharsets.UTF_8);

        assertThat(warnings(fixture.shuffle(TIMED.replace("rows.csv", "'*.csv'")))).contains("[PRICE_1]", "[PRICE]");
    }

    @Test
    void fieldsOfJsonAreToldToo() throws Exception {
        fixture.text("rows.json", IntStream.range(0, 120).mapToObj(
                i -> "{\"k\":%d,\"t\":%d,\"y\":%d,\"price\":%d,\"Price\":%d}".formatted(i % 3, i / 3, i * 7919 % 101,
                        i * 31 % 17, i * 13 % 19))
                .collect(Collectors.joining("\n")), StandardCharsets.UTF_8);

        assertThat(warnings(fixture.shuffle(TIMED.replace("rows.csv", "rows.json")))).contains("[Price_1]", "[Price]");
    }

    @Test
    void fieldsOfJsonAreNotLostWhereKeysAreLong() throws Exception {
        fixture.text("rows.json", IntStream.range(0, 120).mapToObj(
                i -> "{\"k\":1234567890123456789012%d,\"t\":%d,\"y\":%d,\"price\":%d,\"Price\":%d}".formatted(i % 3,
                        i / 3, i * 7919 % 101, i * 31 % 17, i * 13 % 19))
                .collect(Collectors.joining("\n")), StandardCharsets.UTF_8);

        assertThatThrownBy(() -> fixture.shuffle(TIMED.replace("rows.csv", "rows.json")))
                .hasMessageContaining("[Price]").hasMessageContaining("Maybe rename");
    }

    @Test
    void columnsOfParquetAreToldToo() throws Exception {
        file("rows.csv", "k,t,y,price,x");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT k, t, y, price, x AS price_1 FROM '%1$s/rows.csv') TO '%1$s/rows.parquet'"
                    .formatted(fixture.landing()));
        }

        assertThat(warnings(fixture.shuffle(TIMED.replace("rows.csv", "rows.parquet")))).isEqualTo("[]");
    }

    @Test
    void aTransformThatNamesTwoColumnsAlikeIsTold() throws Exception {
        file("rows.csv", "k,t,y,price,x");

        ShuffledData data = fixture.shuffle(
                TIMED + "transform: SELECT k, t, y, price, x AS Price FROM source\n");

        assertThat(warnings(data)).contains("[Price_1]", "[Price]", "transform");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT k, t, y, price, x FROM source -- as it is",
            "WITH s AS (SELECT * FROM source) SELECT k, t, y, price AS price_1, x AS price FROM s"})
    void aTransformOfDifferentNamesIsNoNews(String transform) throws Exception {
        file("rows.csv", "k,t,y,price,x");

        assertThat(warnings(fixture.shuffle(TIMED + "transform: \"" + transform + "\"\n"))).isEqualTo("[]");
    }
}
