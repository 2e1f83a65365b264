package io.manymodels.lake;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import dev.hardwood.schema.ColumnProjection;
import io.manymodels.catalog.PartitionEntry;
import io.manymodels.catalog.Snapshot;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Streams partitions out of the lake. One scan over the row groups that hold them, whatever their number; memory holds
 * one partition and a few row groups. Thread-safe.
 */
public final class PartitionReader {

    private static final String BUCKET = "lake";
    private static final int BATCH_ROWS = 8192;
    /** A read holds row groups in memory; readers of single partitions beyond these wait their turn. */
    private static final int AT_A_TIME = 2;

    /** Takes one partition after the other. What it throws ends the reading. */
    @FunctionalInterface
    public interface PartitionConsumer {
        void accept(PartitionEntry entry, PartitionRows rows) throws IOException;
    }

    private final Function<String, InputFile> open;
    private final Semaphore turns = new Semaphore(AT_A_TIME, true);

    public PartitionReader(ObjectStore store) {
        this(object -> new LakeFile(store, BUCKET, object));
    }

    /** @param open gives the file of an object's key */
    PartitionReader(Function<String, InputFile> open) {
        this.open = open;
    }

    /**
     * Hands each entry's rows to the consumer, in the entries' order.
     *
     * @param entries of this snapshot, ascending by sequence; those in between that are left out are passed over
     * @throws ManyModelsException UNAVAILABLE {@code partition-unreadable} where the object is not what the catalogue says
     */
    public void read(Snapshot snapshot, List<PartitionEntry> entries, PartitionConsumer consumer) throws IOException {
        RowSchema schema = snapshot.schema();
        int from = 0;
        while (from < entries.size()) {
            int to = from + 1;
            while (to < entries.size() && entries.get(to).object().equals(entries.get(from).object())) {
                to++;
            }
            readObject(schema, snapshot.timeAxis() != null, entries.subList(from, to), consumer);
            from = to;
        }
    }

    /** The rows of one partition, by a ranged read of the row groups that hold it; throws as {@link #read}. */
    public PartitionRows rows(Snapshot snapshot, PartitionEntry entry) {
        List<PartitionRows> read = new ArrayList<>(1);
        turns.acquireUninterruptibly();
        try {
            read(snapshot, List.of(entry), (_, rows) -> read.add(rows));
        } catch (IOException e) {
            throw new UncheckedIOException("Key [%s] could not be read".formatted(entry.key()), e);
        } finally {
            turns.release();
        }
        return read.getFirst();
    }

    private void readObject(RowSchema schema, boolean timed, List<PartitionEntry> entries, PartitionConsumer consumer)
            throws IOException {
        String object = entries.getFirst().object();
        try (InputFile input = open.apply(object);
                ParquetFileReader file = understood(object, () -> ParquetFileReader.open(input))) {
            RowGroups groups = understood(object,
                    () -> RowGroups.holding(file.getFileMetaData().rowGroups(), entries));
            // By place, because the reader takes a dot in a name for a nested field.
            try (ColumnReaders columns = understood(object, () -> file.buildColumnReaders(ColumnProjection.all())
                    .filter(groups.predicate()).batchSize(BATCH_ROWS).build())) {
                Scan scan = new Scan(schema, timed, columns, groups.firstRow());
                for (PartitionEntry entry : entries) {
                    PartitionRows rows = understood(object, () -> scan.rows(entry));
                    consumer.accept(entry, rows);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T take() throws IOException;
    }

    /** What a step of reading gives. Not around the consumer, whose faults are its own. */
    private static <T> T understood(String object, Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            throw ManyModelsException.unavailable("partition-unreadable",
                    "Object [%s] in bucket [%s] is not what the catalogue says: %s. Maybe ingest the family again"
                            .formatted(object, BUCKET, e.getMessage()),
                    e);
        }
    }

    /** Goes over the rows of an object once, from a row on. */
    private static final class Scan {

        private final RowSchema schema;
        private final boolean timed;
        private final ColumnReaders columns;
        private long batchStart;
        private int batchSize;

        Scan(RowSchema schema, boolean timed, ColumnReaders columns, long firstRow) {
            this.schema = schema;
            this.timed = timed;
            this.columns = columns;
            this.batchStart = firstRow;
        }

        PartitionRows rows(PartitionEntry entry) throws IOException {
            PartitionAssembly assembly = new PartitionAssembly(schema, timed, entry);
            long next = entry.firstRow();
            long end = entry.firstRow() + entry.rows();
            while (next < end) {
                if (next >= batchStart + batchSize) {
                    // Never asks for a batch past the last row wanted: that call waits for milliseconds.
                    batchStart += batchSize;
                    if (!columns.nextBatch()) {
                        throw new IllegalStateException("row [%d] is missing".formatted(next));
                    }
                    batchSize = columns.getRecordCount();
                    continue;
                }
                int offset = (int) (next - batchStart);
                int count = (int) Math.min(end - next, batchSize - offset);
                assembly.append(columns, offset, count);
                next += count;
            }
            return assembly.rows();
        }
    }

    /** The run of row groups that holds a range of rows. */
    private record RowGroups(long firstRow, RowGroupPredicate predicate) {

        static RowGroups holding(List<RowGroup> groups, List<PartitionEntry> entries) {
            long from = entries.getFirst().firstRow();
            long to = entries.getLast().firstRow() + entries.getLast().rows();
            long row = 0;
            long firstRow = 0;
            long startByte = -1;
            long endByte = Long.MAX_VALUE;
            for (RowGroup group : groups) {
                long start = start(group);
                if (startByte < 0 && row + group.numRows() > from) {
                    firstRow = row;
                    startByte = start;
                }
                if (row >= to) {
                    endByte = start;
                    break;
                }
                row += group.numRows();
            }
            // A row group belongs to a range by its middle byte, so the bounds may lie at the starts of groups.
            return new RowGroups(firstRow, RowGroupPredicate.byteRange(Math.max(startByte, 0), endByte));
        }

        private static long start(RowGroup group) {
            return group.columns().stream().mapToLong(chunk -> chunk.chunkStartOffset()).min().orElse(0);
        }
    }
}
