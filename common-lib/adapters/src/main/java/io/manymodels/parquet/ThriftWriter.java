package io.manymodels.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Thrift's compact protocol, as far as Parquet's metadata needs it. Source: thrift-compact-protocol.md of Apache Thrift. */
final class ThriftWriter {

    private static final int BOOLEAN_TRUE = 1;
    private static final int BOOLEAN_FALSE = 2;
    static final int I32 = 5;
    static final int BINARY = 8;
    static final int STRUCT = 12;
    private static final int I64 = 6;
    private static final int LIST = 9;
    private static final int SHORT_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> outerFields = new ArrayDeque<>();
    private int lastField;

    ThriftWriter i32(int field, int value) {
        header(field, I32);
        return i32Element(value);
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
        return binary(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ThriftWriter binary(int field, byte[] value) {
        header(field, BINARY);
        return element(value);
    }

    ThriftWriter list(int field, int elementType, int size) {
        header(field, LIST);
        if (size < SHORT_LIST) {
            out.write(size << 4 | elementType);
        } else {
            out.write(SHORT_LIST << 4 | elementType);
            varint(size);
        }
        return this;
    }

    ThriftWriter i32Element(int value) {
        zigzag(value);
        return this;
    }

    ThriftWriter textElement(String value) {
        return element(value.getBytes(StandardCharsets.UTF_8));
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

    private ThriftWriter element(byte[] value) {
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void header(int field, int type) {
        int delta = field - lastField;
        if (delta > 0 && delta <= SHORT_LIST) {
            out.write(delta << 4 | type);
        } else {
            out.write(type);
            zigzag(field);
        }
        lastField = field;
    }

    private void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
