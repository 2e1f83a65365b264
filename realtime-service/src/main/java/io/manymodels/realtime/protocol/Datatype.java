package io.manymodels.realtime.protocol;

import io.manymodels.problem.ManyModelsException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Types of tensor elements. Source: Open Inference Protocol, Tensor Data Types, and Triton's binary tensor extension. */
enum Datatype {
    BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, FP32, FP64, BYTES;

    static Datatype of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst()
                .orElseThrow(() -> ManyModelsException.malformed("datatype-unknown",
                        "Datatype [%s] is unknown. Maybe one of %s".formatted(name, Arrays.toString(values()))));
    }

    /** An element in JSON as {@link Boolean}, {@link Number} or {@link String}; null for null and for NaN. */
    @Nullable
    Object element(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return null;
        }
        return switch (this) {
            case BOOL -> node.isBoolean() ? (Object) node.booleanValue() : node.asDouble() != 0;
            case BYTES -> node.isString() ? node.stringValue() : node.asString();
            case FP16, FP32, FP64 -> finite(number(node).doubleValue());
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> number(node);
        };
    }

    private Number number(JsonNode node) {
        if (!node.isNumber()) {
            throw ManyModelsException.malformed("element-malformed",
                    "Element [%s] is not of datatype [%s]. Maybe a number".formatted(node, name()));
        }
        return node.numberValue();
    }

    /** The next element of a raw little-endian tensor, as {@link #element} gives it. */
    @Nullable
    Object element(ByteBuffer raw) {
        try {
            return switch (this) {
                case BOOL -> (Object) (raw.get() != 0);
                case UINT8 -> Byte.toUnsignedInt(raw.get());
                case INT8 -> (int) raw.get();
                case UINT16 -> Short.toUnsignedInt(raw.getShort());
                case INT16 -> (int) raw.getShort();
                case UINT32 -> Integer.toUnsignedLong(raw.getInt());
                case INT32 -> raw.getInt();
                case UINT64, INT64 -> raw.getLong();
                case FP16 -> finite(Float.float16ToFloat(raw.getShort()));
                case FP32 -> finite(raw.getFloat());
                case FP64 -> finite(raw.getDouble());
                case BYTES -> text(raw);
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new ManyModelsException(ManyModelsException.Kind.MALFORMED, "tensor-truncated",
                    "A tensor of datatype [%s] has fewer bytes than its shape needs".formatted(name()), e);
        }
    }

    private static String text(ByteBuffer raw) {
        int length = raw.getInt();
        if (length < 0 || length > raw.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        raw.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static @Nullable Object finite(double value) {
        return Double.isFinite(value) ? (Object) value : null;
    }
}
