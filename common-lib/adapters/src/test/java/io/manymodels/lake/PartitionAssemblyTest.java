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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Every type that a lake file may have. The file was written by DuckDB: six rows, 0 to 5, from two seconds before 1970 on. */
class PartitionAssemblyTest {

    private static final double MISSING = Double.NaN;
    private static final List<String> COLUMNS = List.of("tiny", "big", "single", "d4", "d18", "d38", "ms", "ns", "us",
            "word", "holes", "yes");

    private static Snapshot snapshot(String timeColumn, boolean timed) {
        List<Column> columns = COLUMNS.stream().map(name -> new Column(name,
                name.equals("word") ? ColumnType.TEXT : ColumnType.DOUBLE,
                name.equals(timeColumn) ? ColumnRole.TIME : ColumnRole.KNOWN)).toList();
        return new Snapshot("s", "f", 1, 6, 1, columns,
                timed ? new TimeAxis(TimeAxis.Kind.TIMESTAMP, TimeStep.MINUTE, 1, null, 0) : null, null,
                JsonNodeFactory.instance.objectNode(), Instant.EPOCH);
    }

    private static List<PartitionRows> read(Snapshot snapshot, PartitionEntry... entries) throws IOException {
        List<PartitionRows> read = new ArrayList<>();
        new PartitionReader(_ -> InputFile.of(file())).read(snapshot, List.of(entries), (_, rows) -> read.add(rows));
        return read;
    }

    private static PartitionEntry entry(int firstRow, int rows) {
        return new PartitionEntry(0, "{\"k\":1}", "{}", "part-0.parquet", firstRow, rows, rows, null, null, "x", true,
                null, null);
    }

    private static PartitionRows all(String timeColumn) throws IOException {
        return read(snapshot(timeColumn, true), entry(0, 6)).getFirst();
    }

    private static double[] numbers(PartitionRows rows, String column) {
        return rows.numbers(COLUMNS.indexOf(column));
    }

    private static @Nullable String[] texts(PartitionRows rows, String column) {
        return rows.texts(COLUMNS.indexOf(column));
    }

    @Test
    void numbersOfAnyWidthAreReadAsTheyWereWritten() throws IOException {
        PartitionRows rows = all("us");

        assertThat(numbers(rows, "tiny")).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(numbers(rows, "big")).containsExactly(0, 1e9, 2e9, 3e9, 4e9, 5e9);
        assertThat(numbers(rows, "single")).containsExactly(0, 0.25, 0.5, 0.75, 1, 1.25);
    }

    @Test
    void decimalsAreTakenByTheirScaleHoweverTheyAreStored() throws IOException {
        PartitionRows rows = all("us");

        assertThat(numbers(rows, "d4")).containsExactly(0, 0.25, 0.5, 0.75, 1, 1.25);
        assertThat(numbers(rows, "d18")).containsExactly(0, 1.0001, 2.0002, 3.0003, 4.0004, 5.0005);
        assertThat(numbers(rows, "d38")).as("big endian, two's complement").containsExactly(0, -0.125, -0.25, -0.375,
                -0.5, -0.625);
    }

    @Test
    void whatIsMissingIsMissingWhateverItsType() throws IOException {
        PartitionRows rows = all("us");

        assertThat(numbers(rows, "holes")).containsExactly(MISSING, 1, MISSING, 3, MISSING, 5);
        assertThat(numbers(rows, "yes")).containsExactly(MISSING, 1, MISSING, 0, MISSING, 1);
        assertThat(texts(rows, "word")).as("the empty text is none that is missing").containsExactly(null,
                "\u00e9t\u00e9", "", null, "\u00e9t\u00e9", "");
    }

    /** Lake files are of one unit; those of other programs are not. */
    @ParameterizedTest
    @ValueSource(strings = {"ms", "us", "ns"})
    void timesAreMicrosecondsFromAnyUnit(String column) throws IOException {
        PartitionRows rows = all(column);

        assertThat(rows.times()).containsExactly(-2_000_000, -1_000_000, 0, 1_000_000, 2_000_000, 3_000_000);
        assertThat(numbers(rows, column)).containsExactly(-2e6, -1e6, 0, 1e6, 2e6, 3e6);
    }

    @Test
    void aTimeColumnOfSmallNumbersCounts() throws IOException {
        assertThat(all("tiny").times()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void withoutATimeAxisThereAreNoTimes() throws IOException {
        PartitionRows rows = read(snapshot("us", false), entry(0, 6)).getFirst();

        assertThat(rows.times()).isEmpty();
        assertThat(numbers(rows, "us")).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "5, 1", "2, 3", "0, 6"})
    void aPartitionIsItsRowsAndNoOthers(int firstRow, int rows) throws IOException {
        PartitionRows read = read(snapshot("us", true), entry(firstRow, rows)).getFirst();

        assertThat(read.size()).isEqualTo(rows);
        assertThat(read.key()).isEqualTo("{\"k\":1}");
        assertThat(numbers(read, "tiny")[0]).isEqualTo(firstRow);
        assertThat(numbers(read, "tiny")[rows - 1]).isEqualTo(firstRow + rows - 1);
        assertThat(texts(read, "word")).hasSize(rows);
    }

    @Test
    void partitionsOfOneBatchDoNotMix() throws IOException {
        List<PartitionRows> read = read(snapshot("us", true), entry(0, 2), entry(3, 1), entry(4, 2));

        assertThat(read).extracting(rows -> numbers(rows, "tiny")).containsExactly(new double[] {0, 1},
                new double[] {3}, new double[] {4, 5});
        assertThat(read).extracting(rows -> texts(rows, "word")[0]).containsExactly(null, null, "\u00e9t\u00e9");
    }

    /** The catalogue says text where the file has numbers, and numbers where it has text. */
    @ParameterizedTest
    @CsvSource({"tiny, TEXT", "d18, TEXT", "yes, TEXT"})
    void aFileOfOtherTypesThanTheCatalogueSaysIsNotRead(String column, ColumnType type) {
        Snapshot right = snapshot("us", true);
        List<Column> columns = right.columns().stream().map(
                each -> each.name().equals(column) ? new Column(column, type, each.role()) : each).toList();
        Snapshot wrong = new Snapshot("s", "f", 1, 6, 1, columns, right.timeAxis(), null, right.profile(),
                Instant.EPOCH);

        assertThatThrownBy(() -> read(wrong, entry(0, 6))).isInstanceOfSatisfying(ManyModelsException.class,
                problem -> {
                    assertThat(problem.code()).isEqualTo("partition-unreadable");
                    assertThat(problem.kind()).isEqualTo(ManyModelsException.Kind.UNAVAILABLE);
                    assertThat(problem.getMessage()).contains("[part-0.parquet]", "Maybe ingest the family again");
                });
    }

    private static Path file() {
        try {
            return Path.of(
                    Objects.requireNonNull(PartitionAssemblyTest.class.getResource("types.parquet")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
