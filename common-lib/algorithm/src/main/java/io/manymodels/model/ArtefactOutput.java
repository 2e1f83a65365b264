package io.manymodels.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes what {@link ArtefactInput} reads. */
final class ArtefactOutput {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private final int place;
    private byte format = ModelCodec.EARLIEST;

    /** Starts an artefact of the first format that has all that is written into it. */
    ArtefactOutput(byte[] magic) {
        out.writeBytes(magic);
        place = out.size();
        out.write(format);
    }

    /** What comes next is not known to readers of formats before this one. */
    ArtefactOutput since(int later) {
        format = (byte) Math.max(format, later);
        return this;
    }

    int length() {
        return out.size();
    }

    byte[] bytes() {
        byte[] bytes = out.toByteArray();
        bytes[place] = format;
        return bytes;
    }

    ArtefactOutput kind(int kind) {
        out.write(kind);
        return this;
    }

    ArtefactOutput flag(boolean value) {
        return kind(value ? 1 : 0);
    }

    ArtefactOutput text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    ArtefactOutput bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    ArtefactOutput real(double value) {
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
        return this;
    }

    ArtefactOutput reals(double[] values) {
        number(values.length);
        return realsAlone(values);
    }

    /** Without their number, which the reader knows. */
    ArtefactOutput realsAlone(double[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Double.BYTES);
        buffer.asDoubleBuffer().put(values);
        out.writeBytes(buffer.array());
        return this;
    }

    ArtefactOutput signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    /** Of no sign. */
    ArtefactOutput number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }
}
