package io.manymodels.scoring.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Thrift's compact protocol, as far as Parquet's metadata needs it. Source: thrift-compact-protocol.md of Apache Thrift. */
final class ThriftWriter {

    private static final int BOOLEAN_TRUE = 1;
    private static final int BOOLEAN_FALSE = 2;
    static final int I32 = 5;
    private static final int I64 = 6;
    static final int BINARY = 8;
    private static final int LIST = 9;
    static final int STRUCT = 12;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> outerFields = new ArrayDeque<>();
    private int lastField;

    ThriftWriter i32(int field, int value) {
        header(field, I32);
        zigzag(value);
        return this;
    }

    ThriftWriter i64(int field, long value) {
        header(field, I64);
        zigzag(value);
        return this;
    }

    ThriftWriter bool(int field, boolean value) {
        header(field, value ? BOOLEAN_TRUE : BOOLEAN_FALSE);
        return this;
    }

    ThriftWriter text(int field, String value) {
        header(field, BINARY);
        return textElement(value);
    }

    ThriftWriter list(int field, int elementType, int size) {
        header(field, LIST);
        if (size < 15) {
            out.write((size << 4) | elementType);
        } else {
            out.write(0xF0 | elementType);
            varint(size);
        }
        return this;
    }

    ThriftWriter i32Element(int value) {
        zigzag(value);
        return this;
    }

    ThriftWriter textElement(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    ThriftWriter struct(int field) {
        header(field, STRUCT);
        return structElement();
    }

    ThriftWriter structElement() {
        outerFields.push(lastField);
        lastField = 0;
        return this;
    }

    ThriftWriter end() {
        out.write(0);
        lastField = outerFields.pop();
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private void header(int field, int type) {
        int delta = field - lastField;
        if (delta > 0 && delta < 16) {
            out.write((delta << 4) | type);
        } else {
            out.write(type);
            zigzag(field);
        }
        lastField = field;
    }

    private void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
