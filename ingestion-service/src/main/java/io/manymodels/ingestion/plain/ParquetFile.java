package io.manymodels.ingestion.plain;

import io.manymodels.rows.ColumnType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes row groups one behind the other, and at last what is where. Source: parquet.thrift of Apache Parquet. Not thread-safe. */
final class ParquetFile {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int OPTIONAL = 1;
    private static final int ZSTD = 6;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;
    private static final int INT32 = 1;
    private static final int INT64 = 2;
    private static final int DOUBLE = 5;
    private static final int BYTES = 6;
    private static final int UTF8 = 0;
    private static final int DATE = 6;

    private final OutputStream out;
    private final List<PlainColumn> columns;
    private final List<Group> groups = new ArrayList<>();
    private long position;
    private long rows;

    /** A row group without its pages, and where these begin. */
    private record Group(long begins, int rows, List<RowGroup.Chunk> chunks) {}

    /** @param out stays open */
    ParquetFile(List<PlainColumn> columns, OutputStream out) throws IOException {
        this.columns = columns;
        this.out = out;
        write(MAGIC);
    }

    void add(RowGroup group) throws IOException {
        groups.add(new Group(position, group.rows(), group.chunks()));
        rows += group.rows();
        write(group.pages());
    }

    long rows() {
        return rows;
    }

    void end() throws IOException {
        byte[] foot = foot();
        write(foot);
        write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(foot.length).array());
        write(MAGIC);
    }

    private byte[] foot() {
        ThriftWriter thrift = new ThriftWriter().structElement().i32(1, 1);
        thrift.list(2, ThriftWriter.STRUCT, columns.size() + 1);
        thrift.structElement().text(4, "rows").i32(5, columns.size()).end();
        columns.forEach(column -> schema(thrift, column));
        thrift.i64(3, rows);
        thrift.list(4, ThriftWriter.STRUCT, groups.size());
        groups.forEach(group -> group(thrift, group));
        thrift.text(6, "many-models").list(7, ThriftWriter.STRUCT, columns.size());
        // Least and most are by the order of each column's type.
        columns.forEach(_ -> thrift.structElement().struct(1).end().end());
        return thrift.end().bytes();
    }

    private static void schema(ThriftWriter thrift, PlainColumn column) {
        thrift.structElement().i32(1, physical(column.type())).i32(3, OPTIONAL).text(4, column.name());
        switch (column.type()) {
            case TEXT -> thrift.i32(6, UTF8).struct(10).struct(1).end().end();
            case DATE -> thrift.i32(6, DATE).struct(10).struct(6).end().end();
            case INTEGER, DOUBLE, BOOLEAN, TIMESTAMP -> {
                // The physical type says it all.
            }
        }
        thrift.end();
    }

    private static int physical(ColumnType type) {
        return switch (type) {
            case DATE -> INT32;
            case INTEGER -> INT64;
            case DOUBLE -> DOUBLE;
            case TEXT -> BYTES;
            case BOOLEAN, TIMESTAMP -> throw new IllegalArgumentException("No column of [%s] is plain".formatted(type));
        };
    }

    private static void group(ThriftWriter thrift, Group group) {
        thrift.structElement().list(1, ThriftWriter.STRUCT, group.chunks().size());
        long plain = 0;
        for (RowGroup.Chunk chunk : group.chunks()) {
            plain += chunk.plain();
            chunk(thrift, group, chunk);
        }
        thrift.i64(2, plain).i64(3, group.rows()).end();
    }

    private static void chunk(ThriftWriter thrift, Group group, RowGroup.Chunk chunk) {
        boolean numbered = chunk.dictionary() >= 0;
        long data = group.begins() + chunk.data();
        long begins = numbered ? group.begins() + chunk.dictionary() : data;
        thrift.structElement().i64(2, begins).struct(3).i32(1, physical(chunk.column().type()))
                .list(2, ThriftWriter.I32, numbered ? 3 : 2).i32Element(PLAIN).i32Element(RLE);
        if (numbered) {
            thrift.i32Element(RLE_DICTIONARY);
        }
        thrift.list(3, ThriftWriter.BINARY, 1).textElement(chunk.column().name()).i32(4, ZSTD).i64(5, group.rows())
                .i64(6, chunk.plain()).i64(7, chunk.length()).i64(9, data);
        if (numbered) {
            thrift.i64(11, begins);
        }
        thrift.struct(12).i64(3, chunk.missing());
        if (chunk.least().length > 0) {
            thrift.binary(5, chunk.most()).binary(6, chunk.least());
        }
        thrift.end().end().end();
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }
}
