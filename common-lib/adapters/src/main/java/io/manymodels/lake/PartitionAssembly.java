package io.manymodels.lake;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.Validity;
import io.manymodels.catalog.PartitionEntry;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts one partition together from the batches of a scan. */
final class PartitionAssembly {

    private final RowSchema schema;
    private final String key;
    private final int size;
    private final long[] times;
    private final double[][] numbers;
    private final @Nullable String[][] texts;
    private int filled;

    PartitionAssembly(RowSchema schema, boolean timed, PartitionEntry entry) {
        this.schema = schema;
        this.key = entry.key();
        this.size = Math.toIntExact(entry.rows());
        this.times = new long[timed && schema.time() >= 0 ? size : 0];
        this.numbers = new double[schema.size()][];
        this.texts = new String[schema.size()][];
        for (int c = 0; c < schema.size(); c++) {
            boolean text = schema.column(c).type().isText();
            numbers[c] = new double[text ? 0 : size];
            texts[c] = new String[text ? size : 0];
        }
    }

    /** Takes rows [offset, offset + count) of the readers' current batch. */
    void append(ColumnReaders columns, int offset, int count) {
        for (int c = 0; c < schema.size(); c++) {
            ColumnReader reader = columns.getColumnReader(c);
            if (schema.column(c).type().isText()) {
                appendTexts(reader, texts[c], offset, count);
            } else {
                if (c == schema.time() && times.length > 0) {
                    appendTimes(reader, offset, count);
                }
                appendNumbers(reader, numbers[c], offset, count);
            }
        }
        filled += count;
    }

    PartitionRows rows() {
        return new PartitionRows(schema, key, size, times, numbers, texts);
    }

    private void appendTexts(ColumnReader reader, @Nullable String[] target, int offset, int count) {
        Validity validity = reader.getLeafValidity();
        byte[] bytes = reader.getBinaryValues();
        int[] offsets = reader.getBinaryOffsets();
        String previous = null;
        int previousRow = -1;
        for (int i = 0; i < count; i++) {
            int row = offset + i;
            if (validity.isNull(row)) {
                continue;
            }
            // Neighbours in a sorted file are often equal, and one text object serves them all.
            if (previous == null || !Arrays.equals(bytes, offsets[row], offsets[row + 1], bytes, offsets[previousRow],
                    offsets[previousRow + 1])) {
                previous = new String(bytes, offsets[row], offsets[row + 1] - offsets[row],
                        java.nio.charset.StandardCharsets.UTF_8);
            }
            previousRow = row;
            target[filled + i] = previous;
        }
    }

    private void appendTimes(ColumnReader reader, int offset, int count) {
        long scale = microsPerUnit(reader);
        if (reader.getColumnSchema().type() == PhysicalType.INT32) {
            int[] values = reader.getInts();
            for (int i = 0; i < count; i++) {
                times[filled + i] = values[offset + i];
            }
        } else {
            long[] values = reader.getLongs();
            for (int i = 0; i < count; i++) {
                times[filled + i] = scale > 0 ? values[offset + i] * scale : values[offset + i] / -scale;
            }
        }
    }

    private void appendNumbers(ColumnReader reader, double[] target, int offset, int count) {
        switch (reader.getColumnSchema().type()) {
            case DOUBLE -> System.arraycopy(reader.getDoubles(), offset, target, filled, count);
            case FLOAT -> {
                float[] values = reader.getFloats();
                for (int i = 0; i < count; i++) {
                    target[filled + i] = values[offset + i];
                }
            }
            case INT32 -> {
                int[] values = reader.getInts();
                double scale = decimalScale(reader);
                for (int i = 0; i < count; i++) {
                    target[filled + i] = values[offset + i] / scale;
                }
            }
            case INT64 -> {
                long[] values = reader.getLongs();
                long micros = microsPerUnit(reader);
                double scale = decimalScale(reader);
                for (int i = 0; i < count; i++) {
                    long value = micros > 0 ? values[offset + i] * micros : values[offset + i] / -micros;
                    target[filled + i] = value / scale;
                }
            }
            case BOOLEAN -> {
                boolean[] values = reader.getBooleans();
                for (int i = 0; i < count; i++) {
                    target[filled + i] = values[offset + i] ? 1 : 0;
                }
            }
            case FIXED_LEN_BYTE_ARRAY, BYTE_ARRAY -> appendDecimals(reader, target, offset, count);
            default -> throw new IllegalStateException(
                    "column [%s] has the physical type [%s]".formatted(reader.getColumnSchema().name(),
                            reader.getColumnSchema().type()));
        }
        Validity validity = reader.getLeafValidity();
        if (validity.hasNulls()) {
            for (int i = 0; i < count; i++) {
                if (validity.isNull(offset + i)) {
                    target[filled + i] = Double.NaN;
                }
            }
        }
    }

    /** Wide decimals: big endian, two's complement. */
    private void appendDecimals(ColumnReader reader, double[] target, int offset, int count) {
        double scale = decimalScale(reader);
        byte[] bytes = reader.getBinaryValues();
        int[] offsets = reader.getBinaryOffsets();
        for (int i = 0; i < count; i++) {
            int from = offsets[offset + i];
            int length = offsets[offset + i + 1] - from;
            target[filled + i] = length == 0
                    ? Double.NaN
                    : new BigInteger(bytes, from, length).doubleValue() / scale;
        }
    }

    private static double decimalScale(ColumnReader reader) {
        return reader.getColumnSchema().logicalType() instanceof LogicalType.DecimalType decimal
                ? Math.pow(10, decimal.scale())
                : 1;
    }

    /** What a stored timestamp is multiplied by to give microseconds; negative: divided by. */
    private static long microsPerUnit(ColumnReader reader) {
        if (reader.getColumnSchema().logicalType() instanceof LogicalType.TimestampType timestamp) {
            return switch (timestamp.unit()) {
                case MILLIS -> 1000;
                case MICROS -> 1;
                case NANOS -> -1000;
            };
        }
        return 1;
    }
}
