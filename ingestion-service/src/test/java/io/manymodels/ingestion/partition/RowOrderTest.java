package io.manymodels.ingestion.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes in order is not sorted, and comes to the same as what is. */
class RowOrderTest {

    private static final int KEYS = 60;
    /** More rows than the beginning that is looked at. */
    private static final int ROWS = 500;

    @TempDir
    Path folder;

    /** Lines in order, of keys that are sorted as texts; every seventh has the word for no value among texts. */
    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            for (int row = 0; row < ROWS; row++) {
                lines.add("%c%02d,%s,%d,%s".formatted(key < KEYS / 2 ? 'K' : 'k', key,
                        LocalDate.of(2020, 1, 1).plusDays(row), key * row % 97, row % 7 == 0 ? "NA" : "blue"));
            }
        }
        return lines;
    }

    private ShuffledData ingested(String name, List<String> lines) throws IOException {
        ShuffleFixture fixture = new ShuffleFixture(Files.createDirectory(folder.resolve(name)));
        fixture.rows("k,t,y,colour", lines.size(), lines::get);
        return fixture.shuffle(ShuffleFixture.TIMED);
    }

    private static List<String> rows(ShuffledData data) throws SQLException {
        List<String> found = new ArrayList<>();
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement();
                var rows = statement.executeQuery(
                        "SELECT k, t, y, colour FROM read_parquet('%s', file_row_number = true) ORDER BY file_row_number"
                                .formatted(data.file()))) {
            while (rows.next()) {
                found.add("%s,%s,%s,%s".formatted(rows.getString(1), rows.getString(2), rows.getString(3),
                        rows.getString(4)));
            }
        }
        return found;
    }

    private static Named<Consumer<List<String>>> changed(String how, Consumer<List<String>> change) {
        return Named.of(how, change);
    }

    static Stream<Named<Consumer<List<String>>>> changes() {
        return Stream.of(changed("none", _ -> {}), changed("the last two rows", lines -> Collections.swap(lines,
                lines.size() - 1, lines.size() - 2)),
                changed("a key that comes again", lines -> lines.add(lines.remove(100))),
                changed("two keys", lines -> Collections.rotate(lines.subList(50 * ROWS, 52 * ROWS), ROWS)),
                changed("a row of another key", lines -> Collections.swap(lines, 55 * ROWS - 1, 55 * ROWS)),
                changed("a missing time before others",
                        lines -> lines.set(45 * ROWS + 3, lines.get(45 * ROWS + 3).replaceAll("2020-[0-9-]+", ""))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void comesToTheSameWhateverIsOutOfOrder(Consumer<List<String>> change) throws Exception {
        List<String> lines = lines();
        change.accept(lines);
        List<String> mixed = new ArrayList<>(lines);
        Collections.shuffle(mixed, new Random(1));

        ShuffledData asItCame = ingested("came", lines);
        ShuffledData sorted = ingested("mixed", mixed);

        assertThat(rows(asItCame)).isEqualTo(rows(sorted)).hasSize(KEYS * ROWS);
        assertThat(asItCame.partitions()).containsExactlyElementsOf(sorted.partitions()).hasSize(KEYS);
        assertThat(asItCame.columns()).isEqualTo(sorted.columns());
        assertThat(asItCame.profile()).isEqualTo(sorted.profile());
    }

    @Test
    void whatComesByTimeIsSorted() throws Exception {
        List<String> lines = lines();
        List<String> byTime = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            for (int key = 0; key < KEYS; key++) {
                byTime.add(lines.get(key * ROWS + row));
            }
        }

        assertThat(rows(ingested("time", byTime))).isEqualTo(rows(ingested("key", lines)));
    }
}
