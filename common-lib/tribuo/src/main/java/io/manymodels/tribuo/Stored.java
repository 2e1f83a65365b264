package io.manymodels.tribuo;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.manymodels.kernel.TooLarge;
import io.manymodels.model.ModelCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.tribuo.protos.core.ModelProto;

/**
 * The bytes of a kernel: big endian, number of labels, width, shift and scale of the target, least, three doubles a feature
 * (fill, shift, scale), the length of Tribuo's protobuf, and that protobuf deflated. A forest says its provenance and its
 * features again with every tree; deflated a small one is a twelfth.
 *
 * @param expanded length of the protobuf
 */
record Stored(byte[] bytes, int expanded) {

    /** Of the protobuf, which is what takes memory: as much as a body of an artefact that does not shrink. */
    static final int LARGEST = ModelCodec.LARGEST_BODY;
    /** What shrinks by more is written in another way: a bomb shrinks by 1,000. */
    private static final int MOST_SHRUNK = 120;
    /** Messages in messages: a forest's leaf lies 4 deep, and protobufs inside of others are counted anew. */
    private static final int DEEPEST = 16;
    private static final int BUFFER = 8192;

    /** What was stored. */
    record Content(Columns columns, Target target, ModelProto model) {}

    /** Throws {@link TooLarge} for what {@link #read} would refuse. */
    static Stored of(Columns columns, Target target, ModelProto model) {
        if (model.getSerializedSize() > LARGEST) {
            throw new TooLarge("Tribuo's model", model.getSerializedSize(), LARGEST);
        }
        byte[] proto = model.toByteArray();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(target.labels());
            out.writeInt(columns.width());
            out.writeDouble(target.shift());
            out.writeDouble(target.scale());
            out.writeDouble(columns.least());
            for (int j = 0; j < columns.width(); j++) {
                out.writeDouble(columns.fill()[j]);
                out.writeDouble(columns.shift()[j]);
                out.writeDouble(columns.scale()[j]);
            }
            out.writeInt(proto.length);
            byte[] deflated = deflated(proto, Deflater.DEFAULT_STRATEGY);
            out.write(isBomb(proto.length, deflated.length)
                    // A code of one bit at least for each byte: it shrinks by 8 at most.
                    ? deflated(proto, Deflater.HUFFMAN_ONLY)
                    : deflated);
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory cannot be written to", e);
        }
        return new Stored(bytes.toByteArray(), proto.length);
    }

    /** Takes it apart. Throws {@link IllegalArgumentException}. */
    static Content read(int width, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int labels = in.readInt();
            check(labels >= 0, "it has [%d] labels".formatted(labels));
            int columns = in.readInt();
            check(columns == width, "it has [%d] features where rows have [%d]".formatted(columns, width));
            Target target = new Target(labels, in.readDouble(), in.readDouble());
            double least = in.readDouble();
            check(in.available() / (3 * Double.BYTES) >= width, "it ends too early");
            Columns made = new Columns(new double[width], new double[width], new double[width], least);
            for (int j = 0; j < width; j++) {
                made.fill()[j] = in.readDouble();
                made.shift()[j] = in.readDouble();
                made.scale()[j] = in.readDouble();
            }
            int length = in.readInt();
            check(length >= 0 && length <= LARGEST && !isBomb(length, in.available()),
                    "its model says to have [%d] bytes".formatted(length));
            return new Content(made, target, parse(inflate(bytes, bytes.length - in.available(), length)));
        } catch (IOException e) {
            throw new IllegalArgumentException("it ends too early", e);
        }
    }

    private static boolean isBomb(int length, int deflated) {
        return length > (long) MOST_SHRUNK * deflated;
    }

    private static byte[] deflated(byte[] proto, int strategy) {
        Deflater deflater = new Deflater();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            deflater.setStrategy(strategy);
            deflater.setInput(proto);
            deflater.finish();
            byte[] buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] bytes, int from, int length) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, from, bytes.length - from);
            byte[] proto = new byte[length];
            int done = 0;
            while (done < length) {
                int next = inflater.inflate(proto, done, length - done);
                check(next > 0, "its model is shorter than it says");
                done += next;
            }
            check(inflater.inflate(new byte[1]) == 0 && inflater.finished() && inflater.getRemaining() == 0,
                    "its model is longer than it says");
            return proto;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("its model is not deflated", e);
        } finally {
            inflater.end();
        }
    }

    private static ModelProto parse(byte[] proto) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(proto);
            in.setRecursionLimit(DEEPEST);
            return ModelProto.parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("its model is no protobuf of Tribuo", e);
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory cannot be read", e);
        }
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
