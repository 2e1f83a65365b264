package io.manymodels.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of all columns of some rows, and what is where among them. Source: parquet.thrift of Apache Parquet. Immutable. */
public final class RowGroup {

    /** Of zstd: the least work. */
    public static final int ZSTD_LEVEL = 1;

    static final int UNCOMPRESSED = 0;
    static final int ZSTD = 6;
    static final int PLAIN = 0;
    static final int RLE = 3;
    static final int RLE_DICTIONARY = 8;

    private final int rows;
    private final byte[] pages;
    private final List<Chunk> chunks;

    /**
     * A column.
     *
     * @param codec its {@code CompressionCodec}
     * @param dictionary where the page of its dictionary lies among the pages; -1 without one
     * @param data where the page of its values lies
     * @param length of its pages with their heads
     * @param plain the same before they are compressed
     * @param statistics null where nothing is told
     */
    record Chunk(int codec, int dictionary, int data, int length, long plain, @Nullable Statistics statistics) {

        /** Where its pages begin. */
        int begins() {
            return dictionary >= 0 ? dictionary : data;
        }
    }

    /**
     * What readers skip row groups by.
     *
     * @param missing rows without a value
     * @param least least value as it is in a page, and {@code most}; empty where they are not told
     */
    public record Statistics(int missing, byte[] least, byte[] most) {}

    private RowGroup(int rows, byte[] pages, List<Chunk> chunks) {
        this.rows = rows;
        this.pages = pages;
        this.chunks = List.copyOf(chunks);
    }

    public int rows() {
        return rows;
    }

    byte[] pages() {
        return pages;
    }

    List<Chunk> chunks() {
        return chunks;
    }

    /** Puts pages behind each other, column by column. Not thread-safe. */
    public static final class Writer {

        private static final int DATA_PAGE = 0;
        private static final int DICTIONARY_PAGE = 2;
        /** Fields of a page's head that describe a page of the kind. */
        private static final int DATA_HEAD = 5;
        private static final int DICTIONARY_HEAD = 7;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final List<Chunk> chunks = new ArrayList<>();
        private int begins;
        private int dictionary = -1;
        private long plain;

        /**
         * Gives the next column a dictionary.
         *
         * @param page its values, PLAIN
         * @param values how many these are
         */
        public void dictionary(byte[] page, int values) {
            dictionary = begins;
            write(page, ZSTD, DICTIONARY_PAGE, DICTIONARY_HEAD, values, PLAIN);
        }

        /**
         * Ends the column with its values.
         *
         * @param page of version 1: which rows have a value, and the values, PLAIN, or as places in the dictionary where there is one
         * @param compressed whether the page is; that of a dictionary always is, and so are then the values
         * @param statistics null where nothing is told
         */
        public void data(byte[] page, int rows, boolean compressed, @Nullable Statistics statistics) {
            boolean numbered = dictionary >= 0;
            int data = out.size();
            int codec = compressed || numbered ? ZSTD : UNCOMPRESSED;
            write(page, codec, DATA_PAGE, DATA_HEAD, rows, numbered ? RLE_DICTIONARY : PLAIN);
            chunks.add(new Chunk(codec, dictionary, data, out.size() - begins, plain, statistics));
            begins = out.size();
            dictionary = -1;
            plain = 0;
        }

        /** Ends the row group; the next column is of another one. */
        public RowGroup end(int rows) {
            RowGroup group = new RowGroup(rows, out.toByteArray(), chunks);
            out.reset();
            chunks.clear();
            begins = 0;
            return group;
        }

        private void write(byte[] page, int codec, int type, int field, int values, int encoding) {
            byte[] compressed = codec == ZSTD ? Zstd.compress(page, ZSTD_LEVEL) : page;
            ThriftWriter thrift = new ThriftWriter().structElement().i32(1, type).i32(2, page.length)
                    .i32(3, compressed.length).struct(field).i32(1, values).i32(2, encoding);
            if (type == DATA_PAGE) {
                thrift.i32(3, RLE).i32(4, RLE);
            }
            byte[] head = thrift.end().end().bytes();
            out.writeBytes(head);
            out.writeBytes(compressed);
            plain += head.length + page.length;
        }
    }
}
