package io.manymodels.scoring.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Whatever is written, another's reader reads the same. */
class ParquetWriterPropertyTest {

    private static final List<String> TEXTS = List.of("", "a", "käse", "日本", "\uD83D\uDE00", "line\nbreak",
            "x".repeat(5_000));

    private static ColumnVector vector(ColumnKind kind, List<@Nullable Object> values) {
        ColumnVector vector = new ColumnVector(kind.name(), kind);
        values.forEach(value -> add(vector, value));
        return vector;
    }

    private static void add(ColumnVector vector, @Nullable Object value) {
        switch (value) {
            case null -> vector.addNull();
            case Double number -> vector.addDouble(number);
            case Boolean truth -> vector.addBoolean(truth);
            case String text -> vector.addText(text);
            default -> vector.addLong((Long) value);
        }
    }

    private static @Nullable Object value(ColumnKind kind, Random random, double nulls) {
        if (random.nextDouble() < nulls) {
            return null;
        }
        return switch (kind) {
            case INTEGER -> (Object) (random.nextInt(4) == 0 ? Long.MIN_VALUE : random.nextLong());
            case DOUBLE -> random.nextInt(4) == 0 ? -0.0 : random.nextGaussian() * 1e9;
            case BOOLEAN -> random.nextBoolean();
            case TEXT, JSON -> TEXTS.get(random.nextInt(TEXTS.size()));
            case DATE -> (long) random.nextInt(40_000) - 20_000;
            case TIMESTAMP -> random.nextLong(2_000_000_000_000_000L) - 1_000_000_000_000_000L;
        };
    }

    private static void isReadBack(List<ColumnVector> columns, List<List<@Nullable Object>> values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ParquetWriter.write(columns, out);
        int rows = columns.getFirst().size();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(out.toByteArray())));
                var row = reader.rowReader()) {
            for (int i = 0; i < rows; i++) {
                assertThat(row.hasNext()).as("row %d of %d", i, rows).isTrue();
                row.next();
                for (int c = 0; c < columns.size(); c++) {
                    String name = columns.get(c).name();
                    Object expected = values.get(c).get(i);
                    assertThat(row.isNull(name)).as("%s of row %d", name, i).isEqualTo(expected == null);
                    if (expected != null) {
                        Object read = switch (columns.get(c).kind()) {
                            case INTEGER -> (Object) row.getLong(name);
                            case DOUBLE -> row.getDouble(name);
                            case BOOLEAN -> row.getBoolean(name);
                            case TEXT, JSON -> row.getString(name);
                            case DATE -> row.getDate(name).toEpochDay();
                            case TIMESTAMP -> ChronoUnit.MICROS.between(Instant.EPOCH,
                                    row.getTimestamp(name));
                        };
                        assertThat(read).as("%s of row %d", name, i).isEqualTo(expected);
                    }
                }
            }
            assertThat(row.hasNext()).isFalse();
        }
    }

    @Property(tries = 60)
    void everyKindWithAnyNullsInAnyNumberOfRows(@ForAll long seed, @ForAll @IntRange(min = 1, max = 130) int rows,
            @ForAll @DoubleRange(max = 1) double nulls) throws IOException {
        Random random = new Random(seed);
        List<ColumnVector> columns = new ArrayList<>();
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (ColumnKind kind : ColumnKind.values()) {
            List<@Nullable Object> column = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                column.add(value(kind, random, nulls));
            }
            values.add(column);
            columns.add(vector(kind, column));
        }

        isReadBack(columns, values);
    }

    @Example
    void rowsOnBothSidesOfARowGroupsEnd() throws IOException {
        for (int rows : new int[] {(1 << 17) - 1, 1 << 17, (1 << 17) + 1}) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                // A null stands at the end of the first group and at the beginning of the second.
                values.add(i == (1 << 17) - 1 || i == 1 << 17 ? null : (Object) (long) i);
            }
            isReadBack(List.of(vector(ColumnKind.INTEGER, values)), List.of(values));
        }
    }

    @Example
    void fifteenColumnsAndMore() throws IOException {
        List<ColumnVector> columns = new ArrayList<>();
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ColumnVector column = new ColumnVector("column " + i, ColumnKind.INTEGER);
            column.addLong(i);
            columns.add(column);
            values.add(List.of((long) i));
        }

        isReadBack(columns, values);
    }

    @Property(tries = 200)
    void whatIsTakenBackIsAsIfItHadNeverBeen(@ForAll long seed, @ForAll @IntRange(max = 40) int kept,
            @ForAll @IntRange(max = 40) int dropped, @ForAll @IntRange(max = 40) int added) throws IOException {
        Random random = new Random(seed);
        for (ColumnKind kind : ColumnKind.values()) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < kept + dropped; i++) {
                values.add(value(kind, random, 0.3));
            }
            ColumnVector vector = vector(kind, values);
            vector.truncate(kept);
            List<@Nullable Object> now = new ArrayList<>(values.subList(0, kept));
            for (int i = 0; i < added; i++) {
                Object value = value(kind, random, 0.3);
                now.add(value);
                add(vector, value);
            }

            assertThat(vector.size()).isEqualTo(now.size());
            isReadBack(List.of(vector), List.of(now));
        }
    }
}
