package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.scoring.prediction.PredictionColumn.Role;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionBatchTest {

    private static final UUID RUN = UUID.fromString("0198f2c4-7c1e-7000-8000-000000000001");

    private final PredictionBatch batch = new PredictionBatch(new Publication(RUN, "shop", 3,
            PredictionSchema.ofNumbers(
                    List.of(new PredictionColumn("store", ColumnKind.INTEGER, Role.KEY, "Store")), "units", List.of()),
            Instant.parse("2026-03-01T02:00:04.000005Z")));

    private static ColumnVector vector(ColumnKind kind, Object value) {
        ColumnVector vector = new ColumnVector("k", kind);
        PredictionBatch.addKeyValue(vector, value);
        return vector;
    }

    private void add(int sequence, int row, double prediction) {
        batch.addRowId(sequence, row);
        batch.stored().forEach(column -> {
            switch (column.name()) {
                case "prediction" -> column.addDouble(prediction);
                case "store" -> column.addLong(sequence);
                default -> column.addNull();
            }
        });
    }

    /** Pages go by row ids: rows of a partition follow each other, and partitions do in the order of the snapshot. */
    @Property
    void rowIdsAreInTheOrderOfPartitionsAndTheirRows(@ForAll @IntRange(min = 0) int sequence,
            @ForAll @IntRange(min = 0) int row, @ForAll @IntRange(min = 0) int otherSequence,
            @ForAll @IntRange(min = 0) int otherRow) {
        batch.truncate(0);
        batch.addRowId(sequence, row);
        batch.addRowId(otherSequence, otherRow);

        int byPlace = sequence == otherSequence
                ? Integer.compare(row, otherRow)
                : Integer.compare(sequence, otherSequence);
        assertThat(Long.compare(batch.rowIds().longAt(0), batch.rowIds().longAt(1))).isEqualTo(byPlace);
        assertThat(batch.rowIds().longAt(0)).isNotNegative();
    }

    @Test
    void aPartitionThatFailedInTheMiddleLeavesNothingOfItself() {
        add(0, 0, 1.5);
        add(0, 1, Double.NaN);
        batch.addRowId(1, 0);
        batch.column("store").addLong(1);

        batch.truncate(2);
        add(2, 0, 7);

        assertThat(batch.size()).isEqualTo(3);
        assertThat(batch.stored()).allSatisfy(column -> assertThat(column.size()).isEqualTo(3));
        assertThat(batch.column("store").longAt(2)).isEqualTo(2);
        assertThat(batch.column("prediction").isNull(1)).as("no number is no prediction").isTrue();
        assertThat(batch.column("prediction").doubleAt(2)).isEqualTo(7);
        assertThat(batch.rowIds().longAt(2)).isEqualTo(2L << 32);
    }

    @Test
    void whatWasMissingIsNotMissingInTheRowThatTakesItsPlace() {
        add(0, 0, Double.NaN);
        batch.truncate(0);

        add(0, 0, 3);

        assertThat(batch.column("prediction").isNull(0)).isFalse();
        assertThat(batch.column("prediction").doubleAt(0)).isEqualTo(3);
    }

    @Test
    void filesHaveTheRunInEveryRow() {
        add(0, 0, 1);
        add(0, 1, 2);

        List<ColumnVector> columns = batch.withConstants();

        assertThat(columns).extracting(ColumnVector::name).endsWith("release", "run_id", "scored_at");
        assertThat(columns).allSatisfy(column -> assertThat(column.size()).isEqualTo(2));
        int last = columns.size() - 1;
        assertThat(columns.get(last - 2).longAt(1)).isEqualTo(3);
        assertThat(columns.get(last - 1).textAt(1)).isEqualTo(RUN.toString());
        assertThat(columns.get(last).longAt(1)).as("microseconds").isEqualTo(1_772_330_404_000_005L);
        assertThat(batch.stored()).as("and tables do not").extracting(ColumnVector::name).doesNotContain("release");
        assertThatThrownBy(() -> batch.column("release")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Predictions have no stored column [release]");
    }

    @ParameterizedTest
    @CsvSource({"2026-03-01T02:00, 1772330400000000", "2026-03-01T02:00:04, 1772330404000000",
            "2026-03-01T02:00:04.5, 1772330404500000", "2026-03-01T02:00:04Z, 1772330404000000",
            "1969-12-31T23:59:59.999999, -1"})
    void timesOfKeysAreMicrosecondsHoweverTheyAreWritten(String text, long micros) {
        assertThat(vector(ColumnKind.TIMESTAMP, text).longAt(0)).isEqualTo(micros);
    }

    @Test
    void valuesOfKeysAreOfTheirColumnsKind() {
        assertThat(vector(ColumnKind.INTEGER, 7L).longAt(0)).isEqualTo(7);
        assertThat(vector(ColumnKind.INTEGER, 7.0).longAt(0)).isEqualTo(7);
        assertThat(vector(ColumnKind.DOUBLE, 7L).doubleAt(0)).isEqualTo(7);
        assertThat(vector(ColumnKind.BOOLEAN, true).longAt(0)).isEqualTo(1);
        assertThat(vector(ColumnKind.TEXT, 7L).textAt(0)).isEqualTo("7");
        assertThat(vector(ColumnKind.DATE, "1970-01-02").longAt(0)).isEqualTo(1);
        assertThatThrownBy(() -> vector(ColumnKind.DATE, "yesterday")).isInstanceOf(DateTimeException.class);
    }

    /** However many, each value stays where it was put. */
    @Test
    void columnsGrow() {
        ColumnVector texts = new ColumnVector("t", ColumnKind.TEXT);
        ColumnVector numbers = new ColumnVector("n", ColumnKind.DOUBLE);
        for (int i = 0; i < 5000; i++) {
            if (i % 3 == 0) {
                texts.addNull();
                numbers.addDouble(Double.NaN);
            } else {
                texts.addText("t" + i);
                numbers.addDouble(i);
            }
        }

        for (int i = 0; i < 5000; i++) {
            assertThat(texts.isNull(i)).isEqualTo(i % 3 == 0).isEqualTo(numbers.isNull(i));
            if (i % 3 != 0) {
                assertThat(texts.textAt(i)).isEqualTo("t" + i);
                assertThat(numbers.doubleAt(i)).isEqualTo(i);
            }
        }
    }
}
