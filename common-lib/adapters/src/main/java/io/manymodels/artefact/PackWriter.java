package io.manymodels.artefact;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Appends headers and bodies to a pack, and tells where each lies. Ranges have no framing. Not thread-safe. */
public final class PackWriter {

    private final OutputStream out;
    private long length;

    /** The caller closes the stream. */
    public PackWriter(OutputStream out) {
        this.out = out;
    }

    /** Appends a header or a body. */
    public ByteRange append(byte[] bytes) throws IOException {
        out.write(bytes);
        ByteRange range = new ByteRange(length, bytes.length, sha256(bytes));
        length += bytes.length;
        return range;
    }

    /** Bytes so far. */
    public long length() {
        return length;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
