package io.manymodels.ingestion.partition;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The partitions of a sorted file, in its order, kept beside it: there may be a million of them. It can be read as long as
 * its folder is there.
 */
public final class PartitionFile implements Iterable<PartitionProfile> {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final int size;

    private PartitionFile(Path file, int size) {
        this.file = file;
        this.size = size;
    }

    /** Writes partitions one after the other; {@link #close} ends it. */
    public static final class Writer implements AutoCloseable {

        private final Path file;
        private final SequenceWriter out;
        private int written;

        private Writer(Path file) throws IOException {
            this.file = file;
            this.out = JSON.writerFor(PartitionProfile.class)
                    .writeValues(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        }

        public void write(PartitionProfile partition) {
            out.write(partition);
            written++;
        }

        /** What was written, once this is closed. */
        public PartitionFile written() {
            return new PartitionFile(file, written);
        }

        @Override
        public void close() {
            out.close();
        }
    }

    public static Writer writer(Path file) {
        try {
            return new Writer(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The partitions cannot be written beside their rows", e);
        }
    }

    public int size() {
        return size;
    }

    /** The first one of a file that has any. */
    public PartitionProfile getFirst() {
        try (Stream<PartitionProfile> all = stream()) {
            return all.findFirst().orElseThrow(NoSuchElementException::new);
        }
    }

    /** To be read to its end, or closed. */
    public Stream<PartitionProfile> stream() {
        MappingIterator<PartitionProfile> read = read();
        return StreamSupport.stream(((Iterable<PartitionProfile>) () -> read).spliterator(), false)
                .onClose(read::close);
    }

    @Override
    public Iterator<PartitionProfile> iterator() {
        return read();
    }

    private MappingIterator<PartitionProfile> read() {
        try {
            return JSON.readerFor(PartitionProfile.class)
                    .readValues(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        } catch (IOException e) {
            throw new UncheckedIOException("The partitions cannot be read from beside their rows", e);
        }
    }
}
