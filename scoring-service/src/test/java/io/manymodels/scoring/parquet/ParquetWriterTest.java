package io.manymodels.scoring.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParquetWriterTest {

    @Test
    void anotherReaderReadsEveryKindAndEveryNull() throws IOException {
        ColumnVector whole = new ColumnVector("whole", ColumnKind.INTEGER);
        ColumnVector real = new ColumnVector("real", ColumnKind.DOUBLE);
        ColumnVector truth = new ColumnVector("truth", ColumnKind.BOOLEAN);
        ColumnVector text = new ColumnVector("text", ColumnKind.TEXT);
        ColumnVector date = new ColumnVector("date", ColumnKind.DATE);
        ColumnVector time = new ColumnVector("time", ColumnKind.TIMESTAMP);
        int rows = 300_000;
        for (int i = 0; i < rows; i++) {
            whole.addLong(i - 5L);
            real.addDouble(i % 3 == 0 ? Double.NaN : i * 0.5);
            truth.addBoolean(i % 2 == 0);
            text.addText(i % 7 == 0 ? null : "käse-" + i);
            date.addLong(20_000 + i % 10);
            time.addLong(1_700_000_000_000_000L + i);
        }

        byte[] file = write(List.of(whole, real, truth, text, date, time));

        List<Object> seen = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
                var row = reader.rowReader()) {
            for (int i = 0; i < rows; i++) {
                assertThat(row.hasNext()).isTrue();
                row.next();
                assertThat(row.getLong("whole")).isEqualTo(i - 5L);
                assertThat(row.isNull("real")).isEqualTo(i % 3 == 0);
                assertThat(row.isNull("text")).isEqualTo(i % 7 == 0);
                if (i == 299_998) {
                    seen.addAll(List.of(row.getBoolean("truth"), row.getString("text"), row.getDate("date").toString(),
                            row.getTimestamp("time").toString()));
                }
            }
            assertThat(reader.getFileMetaData().numRows()).isEqualTo(rows);
        }
        assertThat(seen).containsExactly(true, "käse-299998", "2024-10-12", "2023-11-14T22:13:20.299998Z");
    }

    /** Runs cross row groups, and none is too short or too many. */
    @Test
    void anotherReaderReadsWhatRepeatsItself() throws IOException {
        RepeatedVector one = new RepeatedVector("one", ColumnKind.TEXT);
        RepeatedVector some = new RepeatedVector("some", ColumnKind.INTEGER);
        RepeatedVector truth = new RepeatedVector("truth", ColumnKind.BOOLEAN);
        RepeatedVector date = new RepeatedVector("date", ColumnKind.DATE);
        int rows = 300_000;
        one.values().addText("käse");
        one.repeat(rows);
        for (int i = 0; i < rows; i++) {
            if (i % 1000 == 0) {
                some.values().addLong(i - 5L);
                some.repeat(1000);
            }
            if (i % 3 == 0) {
                truth.values().addBoolean(i % 2 == 0);
                truth.repeat(Math.min(3, rows - i));
            }
            if (i % 7 == 0) {
                if (i % 11 == 0) {
                    date.values().addNull();
                } else {
                    date.values().addLong(i);
                }
                date.repeat(Math.min(7, rows - i));
            }
        }

        byte[] file = write(List.of(one, some, truth, date));

        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
                var row = reader.rowReader()) {
            for (int i = 0; i < rows; i++) {
                assertThat(row.hasNext()).isTrue();
                row.next();
                assertThat(row.getString("one")).isEqualTo("käse");
                assertThat(row.getLong("some")).isEqualTo(i / 1000 * 1000L - 5);
                assertThat(row.getBoolean("truth")).isEqualTo(i / 3 * 3 % 2 == 0);
                int week = i / 7 * 7;
                assertThat(row.isNull("date")).isEqualTo(week % 11 == 0);
                if (week % 11 != 0) {
                    assertThat(row.getDate("date").toEpochDay()).isEqualTo(week);
                }
            }
        }
        assertThat(file.length).as("bytes").isLessThan(200_000);
    }

    /** Numbers as random as those of models, and some that are not. */
    @Test
    void anotherReaderReadsWhatIsNotWorthCompressing() throws IOException {
        Random random = new Random(5);
        ColumnVector worth = new ColumnVector("worth", ColumnKind.DOUBLE);
        ColumnVector not = new ColumnVector("not", ColumnKind.DOUBLE);
        int rows = 200_000;
        double[] values = random.doubles(rows).map(value -> Math.exp(3 + value)).toArray();
        for (int i = 0; i < rows; i++) {
            worth.addDouble(i % 100 / 4.0);
            not.addDouble(i % 1000 == 7 ? Double.NaN : values[i]);
        }

        byte[] file = write(List.of(worth, not));

        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
                var row = reader.rowReader()) {
            for (int i = 0; i < rows; i++) {
                row.next();
                assertThat(row.getDouble("worth")).isEqualTo(i % 100 / 4.0);
                assertThat(row.isNull("not")).isEqualTo(i % 1000 == 7);
                if (i % 1000 != 7) {
                    assertThat(row.getDouble("not")).isEqualTo(values[i]);
                }
            }
            assertThat(reader.getFileMetaData().rowGroups()).hasSize(2)
                    .allSatisfy(group -> assertThat(group.columns().stream()
                            .map(chunk -> chunk.metaData().codec().name())).containsExactly("ZSTD", "UNCOMPRESSED"));
        }
        assertThat(file.length).isLessThan(8 * rows + 30_000);
    }

    @Test
    void noRowsAreAFileToo() throws IOException {
        byte[] file = write(List.of(new ColumnVector("whole", ColumnKind.INTEGER)));

        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)))) {
            assertThat(reader.getFileMetaData().numRows()).isZero();
        }
    }

    @Test
    void columnsOfUnequalLengthAreRefused() {
        ColumnVector longer = new ColumnVector("longer", ColumnKind.INTEGER);
        longer.addLong(1);

        assertThatThrownBy(() -> write(List.of(new ColumnVector("first", ColumnKind.INTEGER), longer)))
                .hasMessageContaining("[longer]");
    }

    private static byte[] write(List<? extends ParquetColumn> columns) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ParquetWriter.write(columns, out);
        return out.toByteArray();
    }
}
