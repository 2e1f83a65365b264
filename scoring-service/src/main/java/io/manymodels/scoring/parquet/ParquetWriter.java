package io.manymodels.scoring.parquet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes columns of equal length as one Parquet file: flat, every column optional, PLAIN and zstd.
 *
 * <p>Made for prediction parts, where it is ten times as fast as parquet-java and needs no Hadoop (performance-facts 1).
 * Source: parquet.thrift of Apache Parquet.
 */
public final class ParquetWriter {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int ROW_GROUP_ROWS = 1 << 17;
    private static final int ZSTD_LEVEL = 1;
    private static final int OPTIONAL = 1;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int ZSTD = 6;

    private final OutputStream out;
    private final PageEncoder encoder = new PageEncoder();
    private long position;

    private record Chunk(ColumnVector column, long offset, int rows, long uncompressed, long compressed) {}

    private ParquetWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes the file to the stream, which stays open. All columns must have the same number of rows. */
    public static void write(List<ColumnVector> columns, OutputStream out) throws IOException {
        new ParquetWriter(out).write(columns);
    }

    private void write(List<ColumnVector> columns) throws IOException {
        int rows = columns.getFirst().size();
        for (ColumnVector column : columns) {
            if (column.size() != rows) {
                throw new IllegalArgumentException("Column [%s] has [%d] rows, the first column has [%d]"
                        .formatted(column.name(), column.size(), rows));
            }
        }
        bytes(MAGIC);
        List<List<Chunk>> groups = new ArrayList<>();
        for (int from = 0; from < rows; from += ROW_GROUP_ROWS) {
            List<Chunk> chunks = new ArrayList<>();
            for (ColumnVector column : columns) {
                chunks.add(chunk(column, from, Math.min(rows, from + ROW_GROUP_ROWS)));
            }
            groups.add(chunks);
        }
        byte[] footer = footer(columns, rows, groups);
        bytes(footer);
        bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array());
        bytes(MAGIC);
    }

    private Chunk chunk(ColumnVector column, int from, int to) throws IOException {
        byte[] plain = encoder.encode(column, from, to);
        byte[] compressed = Zstd.compress(plain, ZSTD_LEVEL);
        byte[] header = new ThriftWriter().structElement().i32(1, 0).i32(2, plain.length).i32(3, compressed.length)
                .struct(5).i32(1, to - from).i32(2, PLAIN).i32(3, RLE).i32(4, RLE).end().end().bytes();
        long offset = position;
        bytes(header);
        bytes(compressed);
        return new Chunk(column, offset, to - from, header.length + plain.length, header.length + compressed.length);
    }

    private static byte[] footer(List<ColumnVector> columns, int rows, List<List<Chunk>> groups) {
        ThriftWriter thrift = new ThriftWriter().structElement().i32(1, 1);
        thrift.list(2, ThriftWriter.STRUCT, columns.size() + 1);
        thrift.structElement().text(4, "predictions").i32(5, columns.size()).end();
        columns.forEach(column -> schemaElement(thrift, column));
        thrift.i64(3, rows);
        thrift.list(4, ThriftWriter.STRUCT, groups.size());
        groups.forEach(group -> rowGroup(thrift, group));
        return thrift.text(6, "many-models").end().bytes();
    }

    private static void schemaElement(ThriftWriter thrift, ColumnVector column) {
        ColumnKind kind = column.kind();
        thrift.structElement().i32(1, kind.physicalType()).i32(3, OPTIONAL).text(4, column.name());
        if (kind.convertedType() >= 0) {
            thrift.i32(6, kind.convertedType());
        }
        switch (kind) {
            case TEXT -> thrift.struct(10).struct(1).end().end();
            case DATE -> thrift.struct(10).struct(6).end().end();
            case TIMESTAMP -> thrift.struct(10).struct(8).bool(1, true)
                    .struct(2).struct(2).end().end().end().end();
            case INTEGER, DOUBLE, BOOLEAN -> {
                // The physical type says it all.
            }
        }
        thrift.end();
    }

    private static void rowGroup(ThriftWriter thrift, List<Chunk> chunks) {
        thrift.structElement().list(1, ThriftWriter.STRUCT, chunks.size());
        long bytes = 0;
        for (Chunk chunk : chunks) {
            bytes += chunk.uncompressed();
            thrift.structElement().i64(2, chunk.offset()).struct(3).i32(1, chunk.column().kind().physicalType())
                    .list(2, ThriftWriter.I32, 2).i32Element(PLAIN).i32Element(RLE)
                    .list(3, ThriftWriter.BINARY, 1).textElement(chunk.column().name())
                    .i32(4, ZSTD).i64(5, chunk.rows()).i64(6, chunk.uncompressed()).i64(7, chunk.compressed())
                    .i64(9, chunk.offset()).end().end();
        }
        thrift.i64(2, bytes).i64(3, chunks.getFirst().rows()).end();
    }

    private void bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }
}
