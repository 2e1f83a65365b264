package io.manymodels.model;

import io.manymodels.problem.ManyModelsException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the parts of an artefact: integers as LEB128 (signed ones zigzag), doubles as eight bytes big endian, texts as UTF-8
 * and arrays with their length before them. Trusts no length: an array is bounded by the bytes that are left. Throws
 * {@link IllegalArgumentException}.
 */
final class ArtefactInput {

    private final ByteBuffer in;
    private final int version;

    private ArtefactInput(ByteBuffer in, int version) {
        this.in = in;
        this.version = version;
    }

    /**
     * The bytes behind the four letters and the version that an artefact starts with. Throws UNAVAILABLE
     * {@code artefact-newer} for a version that a later build has written.
     */
    static ArtefactInput open(byte[] bytes, byte[] magic) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        check(bytes.length > magic.length && ByteBuffer.wrap(magic).equals(in.slice(0, magic.length)),
                "it does not start as an artefact does");
        int version = bytes[magic.length];
        check(version >= 1, "it has version [%d]".formatted(version));
        if (version > ModelCodec.VERSION) {
            throw new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE, "artefact-newer",
                    "It has format [%d], this program reads formats [1] to [%d]. Maybe update this program".formatted(
                            version, ModelCodec.VERSION));
        }
        in.position(magic.length + 1);
        return new ArtefactInput(in, version);
    }

    /** The format, from 1. */
    int version() {
        return version;
    }

    void end() {
        check(!in.hasRemaining(), "bytes are left over");
    }

    byte kind() {
        check(in.hasRemaining(), "it ends too early");
        return in.get();
    }

    boolean flag() {
        return kind() != 0;
    }

    String text() {
        int length = count(1);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(in.slice(in.position(), length));
            in.position(in.position() + length);
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text is not UTF-8", e);
        }
    }

    byte[] bytes() {
        byte[] bytes = new byte[count(1)];
        in.get(bytes);
        return bytes;
    }

    double real() {
        try {
            return in.getDouble();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it ends too early", e);
        }
    }

    double[] reals() {
        return reals(count(Double.BYTES));
    }

    /** So many, whose number was said before. */
    double[] reals(int count) {
        check(count <= in.remaining() / Double.BYTES, "it says to be longer than it is");
        double[] values = new double[count];
        in.asDoubleBuffer().get(values);
        in.position(in.position() + count * Double.BYTES);
        return values;
    }

    /** A length of something whose parts take at least so many bytes each. */
    int count(int bytesEach) {
        long count = number();
        check(count >= 0 && count <= in.remaining() / bytesEach, "it says to be longer than it is");
        return (int) count;
    }

    /** A number from 0 to 2^31 - 1. */
    int integer() {
        long value = number();
        check(value >= 0 && value <= Integer.MAX_VALUE, "a number is out of range");
        return (int) value;
    }

    long signed() {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = kind();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number has too many bytes");
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
