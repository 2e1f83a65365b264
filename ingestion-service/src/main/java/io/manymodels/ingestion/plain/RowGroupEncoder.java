package io.manymodels.ingestion.plain;

import io.manymodels.parquet.RowGroup;
import io.manymodels.rows.ColumnType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Encodes columns as a row group: for each a page of its different values and one of their numbers; or, where there are too many
 * different ones, one of the values as they are. Not thread-safe.
 */
final class RowGroupEncoder {

    private final Dictionary dictionary = new Dictionary();
    private final PageWriter page = new PageWriter();
    private final RowGroup.Writer group = new RowGroup.Writer();

    /** @param columns of as many rows each */
    RowGroup encode(List<ColumnValues> columns) {
        columns.forEach(this::encode);
        return group.end(columns.getFirst().rows());
    }

    private void encode(ColumnValues column) {
        int[] numbers = new int[column.size()];
        boolean isText = column.type() == ColumnType.TEXT;
        boolean numbered = isText || dictionary.number(column.values(), column.size(), numbers);
        page.clear();
        int different = 0;
        if (isText) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (int) column.values()[i];
            }
            different = column.texts().texts().size();
            column.texts().texts().forEach(page::putText);
        } else if (numbered) {
            different = dictionary.size();
            for (int i = 0; i < different; i++) {
                value(column.type(), dictionary.value(i));
            }
        }
        if (numbered) {
            group.dictionary(page.bytes(), different);
            page.clear();
        }
        page.levels(column);
        if (numbered) {
            int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, different - 1)));
            page.put((byte) bits);
            page.runs(numbers, numbers.length, bits);
        } else {
            for (int i = 0; i < column.size(); i++) {
                value(column.type(), column.values()[i]);
            }
        }
        boolean told = !isText && column.size() > 0;
        group.data(page.bytes(), column.rows(), true, new RowGroup.Statistics(column.rows() - column.size(),
                told ? least(column, numbered) : new byte[0], told ? most(column, numbered) : new byte[0]));
    }

    private void value(ColumnType type, long value) {
        if (type == ColumnType.DATE) {
            page.putInt((int) value);
        } else {
            page.putLong(value);
        }
    }

    private byte[] least(ColumnValues column, boolean numbered) {
        return end(column, numbered, -1);
    }

    private byte[] most(ColumnValues column, boolean numbered) {
        return end(column, numbered, 1);
    }

    /** The least or the most value, by the sign; of doubles a zero has that sign too, as the format wants it. */
    private byte[] end(ColumnValues column, boolean numbered, int sign) {
        int count = numbered ? dictionary.size() : column.size();
        boolean isDouble = column.type() == ColumnType.DOUBLE;
        long end = numbered ? dictionary.value(0) : column.values()[0];
        for (int i = 1; i < count; i++) {
            long value = numbered ? dictionary.value(i) : column.values()[i];
            int order = isDouble
                    ? Double.compare(Double.longBitsToDouble(value), Double.longBitsToDouble(end))
                    : Long.compare(value, end);
            end = order * sign > 0 ? value : end;
        }
        if (isDouble && Double.longBitsToDouble(end) == 0) {
            end = Double.doubleToRawLongBits(sign < 0 ? -0.0 : 0.0);
        }
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return column.type() == ColumnType.DATE
                ? ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt((int) end).array()
                : bytes.putLong(end).array();
    }
}
