package io.manymodels.ingestion.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether DuckDB reads a file or not is nothing that anyone can tell from what comes out. */
class PlainFilesTest {

    private static final int KEYS = 40;
    private static final int ROWS = 30;

    @TempDir
    Path folder;

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            for (int row = 0; row < ROWS; row++) {
                lines.add("%d,%s,%s,%s,%d,%s".formatted(key, LocalDate.of(2020, 1, 1).plusDays(row + key),
                        row % 9 == 8 && key % 3 == 0 ? "" : String.valueOf(key * row % 97 - 20),
                        row % 7 == 0 ? "" : "%d.%d".formatted(row - 9, key), key % 4, row % 5 == 0 ? "NA" : "grün"));
            }
        }
        return lines;
    }

    private ShuffledData ingested(String name, String header, List<String> lines, String spec) throws IOException {
        ShuffleFixture fixture = new ShuffleFixture(Files.createDirectory(folder.resolve(name)));
        fixture.rows(header, lines.size(), lines::get);
        return fixture.shuffle(spec);
    }

    private void assertSame(String spec, UnaryOperator<List<String>> order) throws Exception {
        List<String> lines = order.apply(new ArrayList<>(lines()));

        ShuffledData plain = ingested("plain", "k,t,y,price,kind,colour", lines, spec);
        ShuffledData read = ingested("read", "\"k\",t,y,price,kind,colour", lines, spec);

        assertThat(plain.partitions()).containsExactlyElementsOf(read.partitions()).hasSize(KEYS);
        assertThat(plain.columns()).isEqualTo(read.columns());
        assertThat(plain.timeAxis()).isEqualTo(read.timeAxis());
        assertThat(plain.profile()).isEqualTo(read.profile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "columns: {known: [price, kind]}\n", "columns: {types: {kind: text, y: integer}}\n",
            "columns: {types: {colour: text}, ignored: [price]}\n"})
    void comesToTheSameInOrder(String columns) throws Exception {
        assertSame(ShuffleFixture.TIMED + columns, lines -> lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {ShuffleFixture.TIMED, ShuffleFixture.TABULAR,
            ShuffleFixture.TABULAR + "columns: {id: [t]}\n"})
    void comesToTheSameOutOfOrder(String spec) throws Exception {
        assertSame(spec, lines -> {
            Collections.shuffle(lines, new Random(7));
            return lines;
        });
    }

    /** A date of another day twice, one that is missing, and one far away: what neighbours in time are looked at for. */
    @ParameterizedTest
    @ValueSource(strings = {"2020-01-05", "", "9999-12-31"})
    void comesToTheSameWhateverTheTimes(String time) throws Exception {
        assertSame(ShuffleFixture.TIMED, lines -> {
            lines.replaceAll(line -> line.startsWith("3,2020-01-20") ? line.replace("2020-01-20", time) : line);
            return lines;
        });
    }
}
