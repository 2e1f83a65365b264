package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.partition.ShuffleFixture.TIMED;
import static io.manymodels.ingestion.partition.ShuffleFixture.column;
import static io.manymodels.ingestion.partition.ShuffleFixture.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.rows.ColumnType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the beginning of a source tells about all of it. */
class SampleTest {

    private static final int KEYS = 1_200;
    private static final int DAYS = 400;

    @TempDir
    Path folder;

    private ShuffleFixture fixture;

    @BeforeEach
    void landing() throws IOException {
        fixture = new ShuffleFixture(folder);
    }

    /** Quoted texts over two lines in every row: a cut may fall into any of them. */
    private static String row(int key, int day) {
        return "%d,%s,%d.5,\"first line\nsecond, of %d\"\n".formatted(key, LocalDate.of(2022, 1, 1).plusDays(day),
                key % 7 + day % 5, day % 3);
    }

    private void large(Path file, Charset charset) throws IOException {
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            out.write("k,t,y,note\n".getBytes(charset));
            StringBuilder rows = new StringBuilder();
            for (int key = 0; key < KEYS; key++) {
                for (int day = 0; day < DAYS; day++) {
                    rows.append(row(key, day));
                }
                out.write(rows.toString().getBytes(charset));
                rows.setLength(0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"rows.csv, UTF-8", "rows.csv.gz, UTF-8", "rows.csv, UTF-16LE", "rows.csv, UTF-16BE"})
    void aLargeFileIsToldFromItsBeginning(String name, Charset charset) throws Exception {
        large(fixture.landing().resolve(name), charset);

        SampledData sample = fixture.sample(TIMED.replace("rows.csv", name));

        assertThat(sample.data().rows()).isLessThan(KEYS * DAYS / 2);
        assertThat(sample.data().rows() / sample.share()).isCloseTo(KEYS * DAYS, Percentage.withPercentage(10));
        assertThat(column(sample.data(), "y").type()).isEqualTo(ColumnType.DOUBLE);
        assertThat(column(sample.data(), "t").type()).isEqualTo(ColumnType.DATE);
        assertThat(warnings(sample.data())).doesNotContain("left out").doesNotContain("not of its type");
        assertThat(sample.firstRows()).hasSize(5);
        assertThat(sample.firstRows().getFirst()).containsEntry("k", "0").containsEntry("t", "2022-01-01")
                .containsEntry("y", "0.5").containsEntry("note", "first line\nsecond, of 0");
    }

    @Test
    void aSmallFileIsReadWhole() throws Exception {
        fixture.rows("k,t,y", 60, i -> "%d,%s,%d".formatted(i / 30, LocalDate.of(2022, 1, 1).plusDays(i % 30), i));

        SampledData sample = fixture.sample(TIMED);

        assertThat(sample.share()).isEqualTo(1);
        assertThat(sample.data().rows()).isEqualTo(60);
        assertThat(sample.data().partitions()).hasSize(2);
    }

    @Test
    void aParquetFileTellsItsRows() throws Exception {
        fixture.copy(
                "SELECT i // 400 AS k, DATE '2022-01-01' + CAST(i % 400 AS INTEGER) AS t, i % 7 AS y FROM range(400000) r(i)",
                "rows.parquet");

        SampledData sample = fixture.sample(TIMED.replace("rows.csv", "rows.parquet"));

        assertThat(sample.data().rows()).isEqualTo(150_000);
        assertThat(sample.data().rows() / sample.share()).isCloseTo(400_000, Percentage.withPercentage(0.001));
    }
}
