package io.manymodels.realtime.protocol;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.predict.Cells;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Types of tensor elements. Source: Open Inference Protocol, Tensor Data Types, and Triton's binary tensor extension. */
enum Datatype {
    BOOL(1), UINT8(1), UINT16(2), UINT32(4), UINT64(8), INT8(1), INT16(2), INT32(4), INT64(8), FP16(2), FP32(4), FP64(
            8),
    /** A length of four bytes, and as many bytes. */
    BYTES(4);

    private final int bytes;

    Datatype(int bytes) {
        this.bytes = bytes;
    }

    static Datatype of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst()
                .orElseThrow(() -> ManyModelsException.malformed("datatype-unknown",
                        "Datatype [%s] is unknown. Maybe one of %s".formatted(name, Arrays.toString(values()))));
    }

    /** Whether elements are whole numbers. */
    boolean isWhole() {
        return switch (this) {
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> true;
            case BOOL, FP16, FP32, FP64, BYTES -> false;
        };
    }

    /** Whether a whole number is one of this type. */
    boolean holds(BigInteger value) {
        boolean unsigned = name().startsWith("U");
        return unsigned ? value.signum() >= 0 && value.bitLength() <= 8 * bytes : value.bitLength() < 8 * bytes;
    }

    /**
     * A raw little-endian tensor. Throws MALFORMED {@code tensor-malformed} where its bytes are more or fewer than its
     * elements.
     */
    Cells cells(ByteBuffer raw, int elements) {
        if (this != BYTES && raw.remaining() != (long) elements * bytes || (long) elements * bytes > raw.remaining()) {
            throw malformed(raw.remaining(), elements);
        }
        return switch (this) {
            case BOOL -> {
                boolean[] values = new boolean[elements];
                for (int i = 0; i < elements; i++) {
                    values[i] = raw.get() != 0;
                }
                yield new Cells.Truths(values);
            }
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> {
                long[] values = new long[elements];
                for (int i = 0; i < elements; i++) {
                    values[i] = whole(raw);
                }
                yield new Cells.Integers(values, this == UINT64);
            }
            case FP16, FP32, FP64 -> {
                double[] values = new double[elements];
                for (int i = 0; i < elements; i++) {
                    values[i] = fraction(raw);
                }
                yield new Cells.Numbers(values);
            }
            case BYTES -> texts(raw, elements);
        };
    }

    private long whole(ByteBuffer raw) {
        return switch (this) {
            case UINT8 -> Byte.toUnsignedInt(raw.get());
            case INT8 -> raw.get();
            case UINT16 -> Short.toUnsignedInt(raw.getShort());
            case INT16 -> raw.getShort();
            case UINT32 -> Integer.toUnsignedLong(raw.getInt());
            case INT32 -> raw.getInt();
            case UINT64, INT64 -> raw.getLong();
            case BOOL, FP16, FP32, FP64, BYTES -> throw new IllegalStateException("[%s] is no whole number"
                    .formatted(this));
        };
    }

    private double fraction(ByteBuffer raw) {
        return switch (this) {
            case FP16 -> Float.float16ToFloat(raw.getShort());
            case FP32 -> raw.getFloat();
            case FP64 -> raw.getDouble();
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES ->
                throw new IllegalStateException(
                        "[%s] is no fraction".formatted(this));
        };
    }

    private Cells texts(ByteBuffer raw, int elements) {
        int all = raw.remaining();
        @Nullable
        String[] values = new String[elements];
        try {
            for (int i = 0; i < elements; i++) {
                int length = raw.getInt();
                if (length < 0 || length > raw.remaining()) {
                    throw malformed(all, elements);
                }
                byte[] text = new byte[length];
                raw.get(text);
                values[i] = new String(text, StandardCharsets.UTF_8);
            }
        } catch (BufferUnderflowException _) {
            throw malformed(all, elements);
        }
        if (raw.hasRemaining()) {
            throw malformed(all, elements);
        }
        return new Cells.Texts(values);
    }

    private ManyModelsException malformed(int size, int elements) {
        return ManyModelsException.malformed("tensor-malformed",
                "A tensor of [%d] elements of datatype [%s] cannot have [%d] bytes. Maybe its shape or its binary_data_size is wrong"
                        .formatted(elements, name(), size));
    }
}
