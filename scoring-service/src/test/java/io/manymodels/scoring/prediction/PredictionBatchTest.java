package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.scoring.parquet.ParquetColumn;
import io.manymodels.scoring.parquet.ParquetWriter;
import io.manymodels.scoring.prediction.PredictionColumn.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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

    private void row(double prediction) {
        batch.column("prediction").addDouble(prediction);
        batch.column("known_carried").addBoolean(false);
    }

    private void key(long store, int rows) {
        batch.endKey((int) store, rows, List.of(store, "own", 70 + store));
    }

    @Test
    void aPartitionThatFailedInTheMiddleLeavesNothingOfItself() {
        row(1.5);
        row(Double.NaN);
        key(0, 2);
        row(9);
        batch.column("prediction").addDouble(9);

        batch.dropOpen();
        row(7);
        key(2, 1);

        assertThat(batch.size()).isEqualTo(3);
        assertThat(batch.columns()).allSatisfy(column -> assertThat(column.size()).isEqualTo(3));
        assertThat(List.of(batch.sequence(0), batch.begin(0), batch.end(0))).containsExactly(0, 0, 2);
        assertThat(List.of(batch.sequence(1), batch.begin(1), batch.end(1))).containsExactly(2, 2, 3);
        assertThat(batch.column("prediction").isNull(1)).as("no number is no prediction").isTrue();
        assertThat(batch.column("prediction").doubleAt(2)).isEqualTo(7);
    }

    @Test
    void whatWasMissingIsNotMissingInTheRowThatTakesItsPlace() {
        row(Double.NaN);
        batch.dropOpen();

        row(3);

        assertThat(batch.column("prediction").isNull(0)).isFalse();
        assertThat(batch.column("prediction").doubleAt(0)).isEqualTo(3);
    }

    @Test
    void filesHaveWhatRepeatsItselfInEveryRow() throws IOException {
        for (int store = 0; store < 40; store++) {
            row(store);
            row(store + 0.5);
            key(store, 2);
        }

        assertThat(batch.columns()).extracting(ParquetColumn::name).containsExactly("store", "prediction",
                "known_carried", "rung", "model_version", "release", "run_id", "scored_at");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ParquetWriter.write(batch.columns(), file);
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file.toByteArray())));
                var rows = reader.rowReader()) {
            for (int row = 0; row < 80; row++) {
                assertThat(rows.hasNext()).isTrue();
                rows.next();
                assertThat(rows.getLong("store")).isEqualTo(row / 2);
                assertThat(rows.getDouble("prediction")).isEqualTo(row / 2.0);
                assertThat(rows.getString("rung")).isEqualTo("own");
                assertThat(rows.getLong("model_version")).isEqualTo(70 + row / 2);
                assertThat(rows.getLong("release")).isEqualTo(3);
                assertThat(rows.getString("run_id")).isEqualTo(RUN.toString());
                assertThat(rows.getTimestamp("scored_at")).hasToString("2026-03-01T02:00:04.000005Z");
            }
        }
        assertThat(batch.ofRows()).as("and the table of rows does not").extracting(ColumnVector::name)
                .containsExactly("prediction", "known_carried");
        assertThatThrownBy(() -> batch.column("release")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Rows of predictions have no column [release]");
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
