package io.manymodels.scoring.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Definition levels and values of some rows of one column. Source: Encodings.md of Apache Parquet. */
final class PageEncoder {

    private ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    /** The uncompressed bytes of a data page of version 1 of the rows {@code [from, to)}, PLAIN. */
    byte[] encode(ColumnVector column, int from, int to) {
        buffer.clear();
        definitionLevels(column, from, to);
        values(column, from, to);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** The values at the places {@code [from, to)} as a dictionary page; missing ones are not in it. */
    byte[] dictionary(ColumnVector values, int from, int to) {
        buffer.clear();
        values(values, from, to);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /**
     * A data page of version 1 of the rows {@code [fromRow, toRow)}, by the {@link #dictionary} of the places {@code [firstPlace, lastPlace)}
     * where they stand: each place is a run.
     */
    byte[] runs(RepeatedVector column, int firstPlace, int lastPlace, int fromRow, int toRow) {
        ColumnVector values = column.values();
        int width = 32 - Integer.numberOfLeadingZeros(Math.max(1, lastPlace - firstPlace - 1));
        buffer.clear();
        room(4 + 1 + (lastPlace - firstPlace) * (6 + 9));
        buffer.putInt(0);
        for (int place = firstPlace; place < lastPlace; place++) {
            varint(rows(column, place, fromRow, toRow) << 1);
            buffer.put((byte) (values.isNull(place) ? 0 : 1));
        }
        buffer.putInt(0, buffer.position() - 4);
        buffer.put((byte) width);
        int index = 0;
        for (int place = firstPlace; place < lastPlace; place++) {
            if (!values.isNull(place)) {
                varint(rows(column, place, fromRow, toRow) << 1);
                for (int shift = 0; shift < width; shift += 8) {
                    buffer.put((byte) (index >>> shift));
                }
                index++;
            }
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static int rows(RepeatedVector column, int place, int fromRow, int toRow) {
        return Math.min(column.end(place), toRow) - Math.max(place == 0 ? 0 : column.end(place - 1), fromRow);
    }

    private void values(ColumnVector column, int from, int to) {
        switch (column.kind()) {
            case BOOLEAN -> booleans(column, from, to);
            case TEXT, JSON -> texts(column, from, to);
            case DOUBLE, INTEGER, DATE, TIMESTAMP -> numbers(column, from, to);
        }
    }

    private void definitionLevels(ColumnVector column, int from, int to) {
        int rows = to - from;
        int groups = (rows + 7) / 8;
        room(4 + 5 + groups);
        int lengthAt = buffer.position();
        buffer.putInt(0);
        if (column.hasNull(from, to)) {
            varint((groups << 1) | 1);
            for (int group = 0; group < groups; group++) {
                int bits = 0;
                for (int bit = 0; bit < 8 && group * 8 + bit < rows; bit++) {
                    bits |= (column.isNull(from + group * 8 + bit) ? 0 : 1) << bit;
                }
                buffer.put((byte) bits);
            }
        } else {
            varint(rows << 1);
            buffer.put((byte) 1);
        }
        buffer.putInt(lengthAt, buffer.position() - lengthAt - 4);
    }

    private void numbers(ColumnVector column, int from, int to) {
        room(8 * (to - from));
        if (column.kind() != ColumnKind.DATE && !column.hasNull(from, to)) {
            column.putAll(from, to, buffer);
            return;
        }
        for (int row = from; row < to; row++) {
            if (column.isNull(row)) {
                continue;
            }
            switch (column.kind()) {
                case DOUBLE -> buffer.putDouble(column.doubleAt(row));
                case DATE -> buffer.putInt((int) column.longAt(row));
                default -> buffer.putLong(column.longAt(row));
            }
        }
    }

    private void booleans(ColumnVector column, int from, int to) {
        room((to - from) / 8 + 1);
        int bits = 0;
        int count = 0;
        for (int row = from; row < to; row++) {
            if (column.isNull(row)) {
                continue;
            }
            bits |= (int) column.longAt(row) << (count & 7);
            count++;
            if ((count & 7) == 0) {
                buffer.put((byte) bits);
                bits = 0;
            }
        }
        if ((count & 7) != 0) {
            buffer.put((byte) bits);
        }
    }

    private void texts(ColumnVector column, int from, int to) {
        for (int row = from; row < to; row++) {
            if (column.isNull(row)) {
                continue;
            }
            byte[] bytes = column.textAt(row).getBytes(StandardCharsets.UTF_8);
            room(4 + bytes.length);
            buffer.putInt(bytes.length);
            buffer.put(bytes);
        }
    }

    private void varint(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            buffer.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest);
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
            ByteBuffer larger = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
            larger.put(buffer.flip());
            buffer = larger;
        }
    }
}
