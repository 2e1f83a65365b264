package io.manymodels.ingestion.plain;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers for the different texts of a column, in the order in which they come. Not thread-safe. */
final class TextDictionary {

    static final int NOT_UTF8 = -1;

    private final List<byte[]> texts = new ArrayList<>();
    private int[] slots = new int[256];
    private int[] hashes = new int[128];

    /** The number of the text in these bytes; {@link #NOT_UTF8} where it is none. */
    int number(byte[] bytes, int from, int to) {
        int hash = 1;
        boolean ascii = true;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + bytes[at];
            ascii &= bytes[at] >= 0;
        }
        int mixed = hash * 0x9E37_79B9;
        int slot = slot(mixed);
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            byte[] known = texts.get(number);
            if (hashes[number] == mixed && Arrays.equals(known, 0, known.length, bytes, from, to)) {
                return number;
            }
            slot = slot + 1 & slots.length - 1;
        }
        if (!ascii && !isUtf8(bytes, from, to)) {
            return NOT_UTF8;
        }
        int number = texts.size();
        if (number == hashes.length) {
            grow();
            slot = slot(mixed);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
        }
        texts.add(Arrays.copyOfRange(bytes, from, to));
        hashes[number] = mixed;
        slots[slot] = number + 1;
        return number;
    }

    private int slot(int hash) {
        return hash >>> Integer.numberOfLeadingZeros(slots.length - 1);
    }

    private void grow() {
        hashes = Arrays.copyOf(hashes, 2 * hashes.length);
        slots = new int[2 * hashes.length];
        for (int number = 0; number < texts.size(); number++) {
            int slot = slot(hashes[number]);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = number + 1;
        }
    }

    private static boolean isUtf8(byte[] bytes, int from, int to) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    List<byte[]> texts() {
        return texts;
    }
}
