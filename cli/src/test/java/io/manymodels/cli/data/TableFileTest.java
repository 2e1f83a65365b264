package io.manymodels.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.cli.output.CommandFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableFileTest {

    @TempDir
    Path folder;

    private static InputStream csv(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a connection gives that breaks in the middle. */
    private static InputStream cut(String text) {
        return new SequenceInputStream(csv(text), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Connection reset");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        });
    }

    private List<String> rows(Path parquet, String columns) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var result = statement.executeQuery(
                        "SELECT concat_ws('|', " + columns + ") FROM '" + parquet.toString().replace("'", "''")
                                + "'")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    @Test
    void csvIsWrittenAsItComes() throws IOException {
        Path file = folder.resolve("a.csv");

        TableFile.write(csv("store,name\n1,\"M\u00fcnchen, Ost\"\n"), file);

        assertThat(Files.readString(file)).isEqualTo("store,name\n1,\"M\u00fcnchen, Ost\"\n");
    }

    @Test
    void parquetHasTheTypesOfTheWholeFile() throws SQLException {
        Path file = folder.resolve("it's.parquet");
        StringBuilder text = new StringBuilder("n,mixed,day\n");
        for (int i = 0; i < 30_000; i++) {
            text.append(i).append(',').append(i).append(",2024-01-01\n");
        }
        text.append("30000,x,2024-01-02\n");

        TableFile.write(csv(text.toString()), file);

        assertThat(rows(file, "n, mixed, day, typeof(n), typeof(mixed), typeof(day)")).hasSize(30_001)
                .first().isEqualTo("0|0|2024-01-01|BIGINT|VARCHAR|DATE");
        assertThat(rows(file, "mixed")).last().isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "a.parquet"})
    void aFileIsThereWholeOrStaysAsItWas(String name) throws IOException {
        Path file = folder.resolve(name);

        assertThatThrownBy(() -> TableFile.write(cut("store\n1\n"), file)).isInstanceOfSatisfying(
                CommandFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(CommandFailure.NEGATIVE))
                .hasMessageContaining("(" + file + "): Connection reset").hasMessageContaining("Maybe");
        assertThat(folder).isEmptyDirectory();

        Files.writeString(file, "of yesterday");
        assertThatThrownBy(() -> TableFile.write(cut("store\n1\n"), file)).isInstanceOf(CommandFailure.class);
        assertThat(file).hasContent("of yesterday");
    }

    @Test
    void anOlderFileIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "a long text of yesterday");

        TableFile.write(csv("x\n"), file);

        assertThat(file).hasContent("x\n");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.xls", "a", "a.CSV", ".parquet.gz", "csv"})
    void otherKindsOfFilesAreRefused(String name) {
        assertThatThrownBy(() -> TableFile.requireKnownType(folder.resolve(name)))
                .isInstanceOf(CommandFailure.class).hasMessageContaining("Maybe a name that ends in .csv or .parquet");
    }

    @Test
    void theFolderOfAFileHasToBeThere() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        for (Path nowhere : List.of(folder.resolve("none/a.csv"), file.resolve("a.csv"))) {
            assertThatThrownBy(() -> TableFile.requireKnownType(nowhere)).isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("does not exist. Maybe create it first");
        }
        TableFile.requireKnownType(Path.of("a.csv"));
    }
}
