package io.manymodels.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.InputFile;
import io.manymodels.catalog.PartitionEntry;
import io.manymodels.catalog.Snapshot;
import io.manymodels.family.TimeStep;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** The file was written by DuckDB: 10 keys x 600 days in row groups of 2,048 rows. */
class PartitionReaderTest {

    private static final int ROWS = 600;
    private static final long FIRST_DAY = LocalDate.of(2020, 1, 31).toEpochDay();

    private final PartitionReader reader = new PartitionReader(object -> InputFile.of(file()));
    private final Snapshot snapshot = new Snapshot("s", "f", 1, 10L * ROWS, 10,
            List.of(new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
                    new Column("brand", ColumnType.TEXT, ColumnRole.STATIC),
                    new Column("day", ColumnType.DATE, ColumnRole.TIME),
                    new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
                    new Column("deal", ColumnType.BOOLEAN, ColumnRole.KNOWN),
                    new Column("sky", ColumnType.TEXT, ColumnRole.OBSERVED),
                    new Column("at", ColumnType.TIMESTAMP, ColumnRole.OBSERVED),
                    new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN)),
            new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, FIRST_DAY), null,
            JsonNodeFactory.instance.objectNode(), Instant.EPOCH);

    @Test
    void readsEveryPartitionOfAFile() throws IOException {
        List<PartitionRows> read = read(entries(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));

        assertThat(read).hasSize(10);
        for (int k = 0; k < 10; k++) {
            checkPartition(read.get(k), k + 1);
        }
    }

    @Test
    void readsARangeFromTheMiddleAndPassesOverTheRest() throws IOException {
        List<PartitionRows> read = read(entries(4, 7));

        checkPartition(read.get(0), 5);
        checkPartition(read.get(1), 8);
    }

    @Test
    void refusesACatalogueThatSaysMoreRowsThanThereAre() {
        List<PartitionEntry> beyond = List.of(entry(10));

        assertThatThrownBy(() -> read(beyond)).isInstanceOf(ManyModelsException.class)
                .hasMessageContaining("part-00000.parquet").hasMessageContaining("Maybe");
    }

    /** A fault of whoever takes the rows is no fault of the file: nobody is to ingest again for it. */
    @ParameterizedTest
    @MethodSource("faults")
    void whatTheConsumerThrowsIsItsOwn(RuntimeException fault) {
        List<PartitionEntry> entries = entries(0, 1);

        assertThatThrownBy(() -> reader.read(snapshot, entries, (entry, rows) -> {
            throw fault;
        })).isSameAs(fault);
    }

    static Stream<RuntimeException> faults() {
        return Stream.of(new IndexOutOfBoundsException("a trainer's"), new IllegalArgumentException("a trainer's"),
                new IllegalStateException("a trainer's"));
    }

    private static void checkPartition(PartitionRows rows, int store) {
        assertThat(rows.size()).isEqualTo(ROWS);
        for (int t = 0; t < ROWS; t++) {
            assertThat(rows.time(t)).isEqualTo(FIRST_DAY + t);
            assertThat(rows.numbers(0)[t]).isEqualTo(store);
            assertThat(rows.texts(1)[t]).isEqualTo("brand " + store);
            assertThat(rows.numbers(3)[t]).isEqualTo(Double.valueOf(t % 7 == 3 ? Double.NaN : store * 1000 + t + 0.5));
            assertThat(rows.numbers(4)[t]).isEqualTo(t % 2 == 0 ? 1 : 0);
            assertThat(rows.texts(5)[t]).isEqualTo(t % 5 == 0 ? null : t % 3 == 0 ? "rain" : "sun");
            assertThat(rows.text(6, t)).isEqualTo(LocalDate.ofEpochDay(FIRST_DAY + t) + "T06:30");
            assertThat(rows.numbers(7)[t]).isEqualTo(t / 4.0);
        }
    }

    private List<PartitionRows> read(List<PartitionEntry> entries) throws IOException {
        List<PartitionRows> read = new ArrayList<>();
        reader.read(snapshot, entries, (entry, rows) -> read.add(rows));
        return read;
    }

    private static List<PartitionEntry> entries(int... sequences) {
        List<PartitionEntry> entries = new ArrayList<>();
        for (int sequence : sequences) {
            entries.add(entry(sequence));
        }
        return entries;
    }

    private static PartitionEntry entry(int sequence) {
        return new PartitionEntry(sequence, "{\"store\":%d}".formatted(sequence + 1), "{}",
                "f/snapshot=s/part-00000.parquet", (long) sequence * ROWS, ROWS, ROWS, null, null, "x", true, null,
                null);
    }

    private static Path file() {
        try {
            return Path.of(Objects.requireNonNull(PartitionReaderTest.class.getResource("partitions.parquet")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
