package io.manymodels.ingestion.partition;

import io.manymodels.ingestion.partition.PartitionProfile.Verdict;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a sorted file, in its order, kept beside it: there may be a million of them. It can be read as long as
 * its folder is there, by the process that wrote it.
 */
public final class PartitionFile implements Iterable<PartitionProfile> {

    private static final int BUFFER = 1 << 16;
    private static final int NULL = -1;

    private final Path file;
    private final int size;

    private PartitionFile(Path file, int size) {
        this.file = file;
        this.size = size;
    }

    /** Writes partitions one after the other; {@link #close} ends it. */
    public static final class Writer implements AutoCloseable {

        private final Path file;
        private final DataOutputStream out;
        private int written;

        private Writer(Path file) throws IOException {
            this.file = file;
            this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        }

        public void write(PartitionProfile partition) {
            try {
                text(partition.key());
                text(partition.tags());
                out.writeLong(partition.firstRow());
                out.writeLong(partition.rows());
                out.writeLong(partition.labelledRows());
                time(partition.fromTime());
                time(partition.toTime());
                text(partition.fingerprint());
                text(partition.identity());
                text(partition.profile());
                out.writeBoolean(partition.verdict().passed());
                text(partition.verdict().code());
                text(partition.verdict().message());
            } catch (IOException e) {
                throw unwritten(e);
            }
            written++;
        }

        private void text(@Nullable String text) throws IOException {
            if (text == null) {
                out.writeInt(NULL);
            } else {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }

        private void time(@Nullable Long time) throws IOException {
            out.writeBoolean(time != null);
            if (time != null) {
                out.writeLong(time);
            }
        }

        /** What was written, once this is closed. */
        public PartitionFile written() {
            return new PartitionFile(file, written);
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw unwritten(e);
            }
        }
    }

    /** Reads as many partitions as there are, and closes the file after the last. */
    private static final class Reader implements Iterator<PartitionProfile> {

        private final DataInputStream in;
        private int left;

        private Reader(Path file, int size) throws IOException {
            this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
            this.left = size;
            closeAtEnd();
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public PartitionProfile next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            try {
                PartitionProfile read = read();
                left--;
                closeAtEnd();
                return read;
            } catch (IOException e) {
                throw unread(e);
            }
        }

        private PartitionProfile read() throws IOException {
            return new PartitionProfile(requiredText(), requiredText(), in.readLong(), in.readLong(), in.readLong(),
                    time(), time(), requiredText(), requiredText(), requiredText(),
                    new Verdict(in.readBoolean(), text(), text()));
        }

        private String requiredText() throws IOException {
            String text = text();
            if (text == null) {
                throw new IOException("A text is missing");
            }
            return text;
        }

        private @Nullable String text() throws IOException {
            int length = in.readInt();
            return length == NULL ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        private @Nullable Long time() throws IOException {
            return in.readBoolean() ? in.readLong() : null;
        }

        private void closeAtEnd() throws IOException {
            if (left == 0) {
                in.close();
            }
        }

        private void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw unread(e);
            }
        }
    }

    public static Writer writer(Path file) {
        try {
            return new Writer(file);
        } catch (IOException e) {
            throw unwritten(e);
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
        Reader read = read();
        return StreamSupport.stream(((Iterable<PartitionProfile>) () -> read).spliterator(), false)
                .onClose(read::close);
    }

    @Override
    public Iterator<PartitionProfile> iterator() {
        return read();
    }

    private Reader read() {
        try {
            return new Reader(file, size);
        } catch (IOException e) {
            throw unread(e);
        }
    }

    private static UncheckedIOException unwritten(IOException e) {
        return new UncheckedIOException("The partitions cannot be written beside their rows", e);
    }

    private static UncheckedIOException unread(IOException e) {
        return new UncheckedIOException("The partitions cannot be read from beside their rows", e);
    }
}
