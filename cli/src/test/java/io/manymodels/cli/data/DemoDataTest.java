package io.manymodels.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.cli.RecordedPlatform;
import io.manymodels.cli.RecordedPlatform.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class DemoDataTest {

    @Test
    void sameSeedMakesTheSameData() throws IOException {
        assertThat(csv(new DemoData(10, 200, 7))).isEqualTo(csv(new DemoData(10, 200, 7)));
        assertThat(csv(new DemoData(10, 200, 7))).isNotEqualTo(csv(new DemoData(10, 200, 8)));
    }

    @Test
    void makesAsManyRowsAndKeysAsAskedFor() throws IOException {
        List<String> lines = csv(new DemoData(7, 100, 1)).lines().toList();

        assertThat(lines.getFirst()).isEqualTo("store,item,date,sales,price,promotion");
        assertThat(lines).hasSize(101);
        Set<String> keys = lines.stream().skip(1)
                .map(line -> line.split(",")[0] + "," + line.split(",")[1])
                .collect(Collectors.toSet());
        assertThat(keys).hasSize(7);
    }

    @Test
    void parquetHoldsWhatCsvHolds(@TempDir Path folder) throws Exception {
        GenerateCommand.generate(new DemoData(5, 50, 1), folder.resolve("sales.parquet"));

        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var result = statement.executeQuery(
                        "SELECT count(*), count(DISTINCT (store, item)), typeof(any_value(date)) FROM '"
                                + folder.resolve("sales.parquet") + "'")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getLong(1)).isEqualTo(50);
            assertThat(result.getLong(2)).isEqualTo(5);
            assertThat(result.getString(3)).isEqualTo("DATE");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    /** Store and item depend on how many there are, so rows are compared from the date on. */
    @Test
    void theFirstKeysOfALargeFileAreThoseOfASmallOne() throws IOException {
        List<String> small = csv(new DemoData(2, 200, 3)).lines().skip(1).map(DemoDataTest::withoutKey).toList();
        List<String> large = csv(new DemoData(16, 1600, 3)).lines().skip(1).map(DemoDataTest::withoutKey).toList();

        assertThat(large.subList(0, 200)).isEqualTo(small);
    }

    private static String withoutKey(String line) {
        return line.split(",", 3)[2];
    }

    @Test
    void rowsThatDoNotDivideGoToTheFirstKeys() throws IOException {
        Map<String, Long> rows = csv(new DemoData(3, 11, 1)).lines().skip(1).collect(
                Collectors.groupingBy(line -> line.substring(0, 3), TreeMap::new, Collectors.counting()));

        assertThat(rows).containsExactly(Map.entry("1,1", 4L), Map.entry("1,2", 4L), Map.entry("2,1", 3L));
    }

    @Test
    void everyRowIsADayOfALifelikeItem() throws IOException {
        List<String[]> rows = csv(new DemoData(4, 4000, 1)).lines().skip(1).map(line -> line.split(",")).toList();

        assertThat(rows).allSatisfy(row -> {
            assertThat(row).hasSize(6);
            assertThat(Long.parseLong(row[3])).isNotNegative();
            assertThat(row[4]).matches("[0-9]+\\.[0-9]{2}");
            assertThat(Double.parseDouble(row[4])).isPositive();
            assertThat(row[5]).matches("[01]");
        });
        assertThat(rows.stream().map(row -> row[2]).filter("2026-06-30"::equals)).hasSize(4);
        assertThat(rows.stream().filter(row -> row[5].equals("1")).count()).isBetween(200L, 1600L);
    }

    @ParameterizedTest
    @CsvSource({"--keys 5 --rows 2 --out x.csv, Cannot make (2) rows for (5) keys. Maybe",
            "--keys 0 --rows 2 --out x.csv, Cannot make (2) rows for (0) keys. Maybe",
            "--keys 1 --rows 2 --out x.xls, Maybe a name that ends in .csv or .parquet",
            "--keys 1 --rows 2 --out no-such-folder/x.csv, Maybe create it first"})
    void whatCannotBeMadeIsRefused(String arguments, String message) {
        Result result = RecordedPlatform.execute(("generate " + arguments).split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(message);
    }

    @Test
    void generateSaysWhatItMade(@TempDir Path folder) {
        String file = folder.resolve("sales.csv").toString();

        Result text = RecordedPlatform.execute("generate", "--keys", "2", "--rows", "10", "--out", file);
        Result json = RecordedPlatform.execute("generate", "--keys", "2", "--rows", "10", "--out", file, "--json");

        assertThat(text.out()).isEqualToIgnoringNewLines("10 rows of 2 keys in " + file);
        assertThat(JsonMapper.shared().readTree(json.out()).path("rows").asInt()).isEqualTo(10);
        assertThat(folder.resolve("sales.csv")).content().hasLineCount(11);
    }

    private static String csv(DemoData data) throws IOException {
        var out = new ByteArrayOutputStream();
        data.writeCsv(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
