package io.manymodels.ingestion.plain;

import io.manymodels.parquet.ParquetField;
import io.manymodels.parquet.ParquetFile;
import io.manymodels.parquet.RowGroup;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file whose columns are known, and which may be written plainly throughout ({@link LineReader}). Where it is not, nobody
 * is told why: who can read everything reads it then, and tells.
 *
 * @param columns in the order of the file, of all it has: two or more
 */
public record PlainCsv(Path file, List<PlainColumn> columns) {

    /** What people write for a missing value. */
    public static final List<String> MISSING = List.of("NA", "N/A", "NaN", "nan", "NULL", "null");

    static final List<byte[]> WORDS = MISSING.stream().map(word -> word.getBytes(StandardCharsets.US_ASCII)).toList();

    private static final List<String> SEPARATORS = List.of(",", ";", "\t", "|");
    private static final int HEAD = 1 << 16;
    /** Of a row group, about as many. */
    private static final int ROWS = 65_536;
    private static final int LEAST_SLICE = 1 << 16;
    private static final int MOST_SLICE = 1 << 23;
    /** Lines longer than that are not plain. */
    private static final int LONGEST_LINE = 1 << 16;

    public PlainCsv {
        columns = List.copyOf(columns);
    }

    /**
     * How lines are written.
     *
     * @param begins where the first one below the header does
     * @param slice bytes that are read together, with about so many {@code rows}
     */
    private record Form(byte separator, boolean carriageReturns, int begins, int slice, int rows) {}

    /**
     * Writes the rows as a Parquet file, in their order.
     *
     * @param order names of the columns as they come in that file
     * @param threads that work at it
     * @param stopped whether it is to end before it is done
     * @return false where not all is plain, the file has no rows or could not be written, or this was stopped; then nothing is left of the
     *         Parquet file
     */
    public boolean write(List<String> order, Path parquet, int threads, BooleanSupplier stopped) {
        boolean written = false;
        try (FileChannel channel = FileChannel.open(file)) {
            Form form = form(channel);
            written = form != null && write(channel, form, order, parquet, threads, stopped);
        } catch (IOException e) {
            // Who reads it after this says what is wrong.
            written = false;
        }
        try {
            if (!written) {
                Files.deleteIfExists(parquet);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be deleted".formatted(parquet), e);
        }
        return written;
    }

    /** As the header tells it; null where it is not that of the columns. */
    private @Nullable Form form(FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        fill(channel, head, 0);
        String text = new String(head.array(), 0, head.position(), StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        boolean carriageReturns = end > 0 && text.charAt(end - 1) == '\r';
        if (end < 0 || columns.size() < 2) {
            return null;
        }
        String header = text.substring(0, carriageReturns ? end - 1 : end);
        List<String> names = columns.stream().map(PlainColumn::name).toList();
        int begins = text.substring(0, end + 1).getBytes(StandardCharsets.UTF_8).length;
        long lines = 1 + text.substring(end + 1).chars().filter(one -> one == '\n').count();
        long line = Math.max(1, (head.position() - begins) / lines);
        int slice = (int) Math.clamp(line * ROWS, LEAST_SLICE, MOST_SLICE);
        int rows = (int) (slice / line + slice / line / 4);
        return SEPARATORS.stream().filter(separator -> String.join(separator, names).equals(header)).findFirst()
                .map(separator -> new Form((byte) separator.charAt(0), carriageReturns, begins, slice, rows))
                .orElse(null);
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, long from) throws IOException {
        int read = 0;
        int begins = buffer.position();
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, from + buffer.position() - begins);
        }
    }

    private boolean write(FileChannel channel, Form form, List<String> order, Path parquet, int threads,
            BooleanSupplier stopped) throws IOException {
        long size = channel.size();
        List<String> names = columns.stream().map(PlainColumn::name).toList();
        List<Integer> places = order.stream().map(names::indexOf).toList();
        List<ParquetField> fields = places.stream().map(place -> columns.get(place).field()).toList();
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(parquet))) {
            ParquetFile rows = new ParquetFile(out, "rows", fields);
            Deque<Future<@Nullable RowGroup>> running = new ArrayDeque<>();
            long next = form.begins();
            while (next < size || !running.isEmpty()) {
                while (next < size && running.size() < 2 * threads) {
                    long from = next;
                    running.add(workers.submit(() -> slice(channel, form, from, size, places)));
                    next += form.slice();
                }
                RowGroup group = running.remove().get();
                if (group == null || stopped.getAsBoolean()) {
                    return false;
                }
                if (group.rows() > 0) {
                    rows.add(group);
                }
            }
            rows.end();
            return rows.rows() > 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unread) {
                throw unread;
            }
            throw new IllegalStateException("The lines of [%s] cannot be taken apart".formatted(file), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            workers.shutdownNow();
        }
    }

    /**
     * The lines that begin in a slice of the file; null where they are not plain.
     *
     * @param places of the columns in the file, in the order that they are written in
     */
    private @Nullable RowGroup slice(FileChannel channel, Form form, long from, long size, List<Integer> places)
            throws IOException {
        // The byte before tells whether a line begins with the first.
        int length = (int) Math.min(form.slice(), size - from);
        byte[] bytes = new byte[1 + length + LONGEST_LINE + LineReader.SLACK];
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, 1 + length + LONGEST_LINE);
        fill(channel, buffer, from - 1);
        int read = buffer.position();
        if (from + read - 1 >= size) {
            read = ended(bytes, read, form);
        }
        int begins = after(bytes, 0, read);
        int ends = after(bytes, length, read);
        if (begins < 0 || ends < 0) {
            return null;
        }
        Arrays.fill(bytes, ends, bytes.length, (byte) 0);
        List<ColumnValues> values = columns.stream().map(column -> new ColumnValues(column, form.rows())).toList();
        if (!new LineReader(bytes, form.separator(), form.carriageReturns(), values).read(begins, ends)) {
            return null;
        }
        return new RowGroupEncoder().encode(places.stream().map(values::get).toList());
    }

    /** Ends the last line of the file where it is not ended, and returns where the bytes end. */
    private static int ended(byte[] bytes, int read, Form form) {
        if (bytes[read - 1] == '\n') {
            return read;
        }
        int end = read;
        if (form.carriageReturns()) {
            bytes[end++] = '\r';
        }
        bytes[end++] = '\n';
        return end;
    }

    /** The place behind the first line feed from a place on; -1 where there is none. */
    private static int after(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }
}
