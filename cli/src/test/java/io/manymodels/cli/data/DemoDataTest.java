package io.manymodels.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static String csv(DemoData data) throws IOException {
        var out = new ByteArrayOutputStream();
        data.writeCsv(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
