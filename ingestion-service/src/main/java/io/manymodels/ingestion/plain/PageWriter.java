package io.manymodels.ingestion.plain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The bytes of a page, before they are compressed. Source: Encodings.md of Apache Parquet. Not thread-safe. */
final class PageWriter {

    /** Values that are packed together. */
    private static final int GROUP = 8;

    private ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    byte[] bytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    void clear() {
        buffer.clear();
    }

    void put(byte value) {
        room(1);
        buffer.put(value);
    }

    void putInt(int value) {
        room(Integer.BYTES);
        buffer.putInt(value);
    }

    void putLong(long value) {
        room(Long.BYTES);
        buffer.putLong(value);
    }

    void putText(byte[] text) {
        room(Integer.BYTES + text.length);
        buffer.putInt(text.length).put(text);
    }

    /** Which rows have a value: levels of one bit, their length before them. */
    void levels(ColumnValues column) {
        int[] levels = new int[column.rows()];
        if (column.size() == column.rows()) {
            Arrays.fill(levels, 1);
        } else {
            for (int row = 0; row < levels.length; row++) {
                levels[row] = column.isMissing(row) ? 0 : 1;
            }
        }
        int at = buffer.position();
        putInt(0);
        runs(levels, levels.length, 1);
        buffer.putInt(at, buffer.position() - at - Integer.BYTES);
    }

    /** Numbers of so many bits: what comes eight times or more as a run, all else packed. */
    void runs(int[] values, int count, int bits) {
        int packed = 0;
        int at = 0;
        while (at < count) {
            int same = at + 1;
            while (same < count && values[same] == values[at]) {
                same++;
            }
            // Packed values come in groups, which a run may fill up.
            int fill = (GROUP - (at - packed) % GROUP) % GROUP;
            if (same - at - fill >= GROUP) {
                pack(values, packed, at + fill, count, bits);
                varint(same - at - fill << 1);
                for (int shift = 0; shift < bits; shift += Byte.SIZE) {
                    put((byte) (values[at] >>> shift));
                }
                packed = same;
            }
            at = same;
        }
        pack(values, packed, count, count, bits);
    }

    private void pack(int[] values, int from, int to, int count, int bits) {
        if (from == to) {
            return;
        }
        int groups = (to - from + GROUP - 1) / GROUP;
        varint(groups << 1 | 1);
        room(groups * bits + Long.BYTES);
        long left = 0;
        int filled = 0;
        for (int at = from; at < from + groups * GROUP; at++) {
            left |= (at < count ? (long) values[at] : 0) << filled;
            filled += bits;
            while (filled >= Byte.SIZE) {
                buffer.put((byte) left);
                left >>>= Byte.SIZE;
                filled -= Byte.SIZE;
            }
        }
    }

    private void varint(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            put((byte) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        put((byte) rest);
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
            buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
        }
    }
}
