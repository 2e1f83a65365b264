package io.manymodels.scoring.parquet;

import com.github.luben.zstd.Zstd;
import io.manymodels.parquet.ParquetField;
import io.manymodels.parquet.ParquetFile;
import io.manymodels.parquet.RowGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes columns of equal length as one Parquet file: flat, every column optional, zstd where that saves something; PLAIN, and what
 * repeats itself as runs of a dictionary.
 */
public final class ParquetWriter {

    private static final int ROW_GROUP_ROWS = 1 << 17;
    private static final int SAMPLES = 4;
    private static final int SAMPLE_BYTES = 1 << 12;
    private static final double WORTH_COMPRESSING = 0.9;

    private final PageEncoder encoder = new PageEncoder();
    private final RowGroup.Writer group = new RowGroup.Writer();

    private ParquetWriter() {}

    /** Writes the file to the stream, which stays open. All columns must have the same number of rows. */
    public static void write(List<? extends ParquetColumn> columns, OutputStream out) throws IOException {
        new ParquetWriter().writeTo(out, columns);
    }

    private void writeTo(OutputStream out, List<? extends ParquetColumn> columns) throws IOException {
        int rows = columns.getFirst().size();
        for (ParquetColumn column : columns) {
            if (column.size() != rows) {
                throw new IllegalArgumentException("Column [%s] has [%d] rows, the first column has [%d]"
                        .formatted(column.name(), column.size(), rows));
            }
        }
        ParquetFile file = new ParquetFile(out, "predictions", columns.stream()
                .map(column -> new ParquetField(column.name(), column.kind().parquetType())).toList());
        for (int from = 0; from < rows; from += ROW_GROUP_ROWS) {
            int to = Math.min(rows, from + ROW_GROUP_ROWS);
            for (ParquetColumn column : columns) {
                encode(column, from, to);
            }
            file.add(group.end(to - from));
        }
        file.end();
    }

    private void encode(ParquetColumn column, int from, int to) {
        switch (column) {
            case ColumnVector plain -> plain(plain, from, to);
            // Bits are not worth a dictionary, and not every reader expects one of them.
            case RepeatedVector repeated when repeated.kind() == ColumnKind.BOOLEAN ->
                plain(repeated.expanded(), from, to);
            case RepeatedVector repeated -> runs(repeated, from, to);
        }
    }

    private void plain(ColumnVector column, int from, int to) {
        byte[] page = encoder.encode(column, from, to);
        group.data(page, to - from, column.kind() != ColumnKind.DOUBLE || isWorthCompressing(page), null);
    }

    /** Whether some pieces of a page become smaller by a tenth: what models work out is as good as random, and takes longest. */
    private static boolean isWorthCompressing(byte[] page) {
        if (page.length <= 2 * SAMPLES * SAMPLE_BYTES) {
            return true;
        }
        byte[] pieces = new byte[SAMPLES * SAMPLE_BYTES];
        for (int i = 0; i < SAMPLES; i++) {
            // None at the beginning, where it stands which values are missing.
            int from = (int) ((long) page.length * (2 * i + 1) / (2 * SAMPLES));
            System.arraycopy(page, from, pieces, i * SAMPLE_BYTES, SAMPLE_BYTES);
        }
        return Zstd.compress(pieces, RowGroup.ZSTD_LEVEL).length < WORTH_COMPRESSING * pieces.length;
    }

    private void runs(RepeatedVector column, int from, int to) {
        int first = 0;
        while (column.end(first) <= from) {
            first++;
        }
        int last = first;
        while (column.end(last) < to) {
            last++;
        }
        int present = 0;
        for (int place = first; place <= last; place++) {
            present += column.values().isNull(place) ? 0 : 1;
        }
        group.dictionary(encoder.dictionary(column.values(), first, last + 1), present);
        group.data(encoder.runs(column, first, last + 1, from, to), to - from, true, null);
    }
}
