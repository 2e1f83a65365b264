package io.manymodels.lake;

import dev.hardwood.InputFile;
import io.manymodels.storage.ObjectStore;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A Parquet object for hardwood, read in blocks: its reader asks for many small ranges, and a request to an object store
 * costs about a millisecond. Keeps at most {@value #BLOCKS} blocks.
 */
final class LakeFile implements InputFile {

    private static final int BLOCK_BYTES = 1 << 20;
    private static final int BLOCKS = 32;

    private final ObjectStore store;
    private final String bucket;
    private final String key;
    private final long length;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(BLOCKS * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > BLOCKS;
        }
    };

    LakeFile(ObjectStore store, String bucket, String key) {
        this.store = store;
        this.bucket = bucket;
        this.key = key;
        this.length = store.size(bucket, key);
    }

    @Override
    public void open() {
        // The constructor has found the object; ranges are fetched when asked for.
    }

    @Override
    public ByteBuffer readRange(long offset, int count) {
        byte[] range = new byte[count];
        int done = 0;
        while (done < count) {
            long position = offset + done;
            byte[] block = block(position / BLOCK_BYTES);
            int from = (int) (position % BLOCK_BYTES);
            int some = Math.min(count - done, block.length - from);
            System.arraycopy(block, from, range, done, some);
            done += some;
        }
        return ByteBuffer.wrap(range);
    }

    private synchronized byte[] block(long number) {
        return blocks.computeIfAbsent(number, n -> {
            long start = n * BLOCK_BYTES;
            return store.range(bucket, key, start, (int) Math.min(BLOCK_BYTES, length - start));
        });
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String name() {
        return key;
    }

    @Override
    public void close() {
        blocks.clear();
    }
}
