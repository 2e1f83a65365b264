package io.manymodels.ingestion.plain;

import com.github.luben.zstd.Zstd;
import io.manymodels.rows.ColumnType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A row group of a Parquet file: for each column a page of its different values and one of their numbers; or, where there are too many
 * different ones, one of the values as they are. Source: parquet.thrift of Apache Parquet.
 *
 * @param pages of all columns, one behind the other
 */
record RowGroup(int rows, byte[] pages, List<Chunk> chunks) {

    private static final int ZSTD_LEVEL = 1;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;
    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;
    /** Fields of a page header that describe a page of the kind. */
    private static final int DATA_HEADER = 5;
    private static final int DICTIONARY_HEADER = 7;

    /**
     * A column.
     *
     * @param dictionary where the page of its dictionary lies among the pages; -1 without one
     * @param length of its pages, compressed; {@code plain} before that
     * @param least and {@code most}: its values as they are in a page; empty where none is told
     */
    record Chunk(PlainColumn column, int dictionary, int data, int length, int plain, int missing, byte[] least,
            byte[] most) {}

    /** Encodes columns; one of these a thread. */
    static final class Encoder {

        private final Dictionary dictionary = new Dictionary();
        private final PageWriter page = new PageWriter();
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int plain;

        /** @param columns of as many rows each */
        RowGroup encode(List<ColumnValues> columns) {
            out.reset();
            List<Chunk> chunks = new ArrayList<>();
            for (ColumnValues column : columns) {
                chunks.add(chunk(column));
            }
            return new RowGroup(columns.getFirst().rows(), out.toByteArray(), chunks);
        }

        private Chunk chunk(ColumnValues column) {
            int start = out.size();
            plain = 0;
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
                write(DICTIONARY_PAGE, DICTIONARY_HEADER, different, PLAIN);
                page.clear();
            }
            int data = out.size();
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
            write(DATA_PAGE, DATA_HEADER, column.rows(), numbered ? RLE_DICTIONARY : PLAIN);
            int missing = column.rows() - column.size();
            boolean told = !isText && column.size() > 0;
            return new Chunk(column.column(), numbered ? start : -1, data, out.size() - start, plain, missing,
                    told ? least(column, numbered) : new byte[0], told ? most(column, numbered) : new byte[0]);
        }

        private void value(ColumnType type, long value) {
            if (type == ColumnType.DATE) {
                page.putInt((int) value);
            } else {
                page.putLong(value);
            }
        }

        private void write(int type, int field, int values, int encoding) {
            byte[] bytes = page.bytes();
            byte[] compressed = Zstd.compress(bytes, ZSTD_LEVEL);
            ThriftWriter thrift = new ThriftWriter().structElement().i32(1, type).i32(2, bytes.length)
                    .i32(3, compressed.length).struct(field).i32(1, values).i32(2, encoding);
            if (type == DATA_PAGE) {
                thrift.i32(3, RLE).i32(4, RLE);
            }
            byte[] header = thrift.end().end().bytes();
            out.writeBytes(header);
            out.writeBytes(compressed);
            plain += header.length + bytes.length;
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
}
