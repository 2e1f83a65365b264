package io.manymodels.artefact;

import io.manymodels.digest.Sha256;
import java.io.IOException;
import java.io.OutputStream;

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

    /** By which whoever reads a range knows that it is what was appended. */
    static String sha256(byte[] bytes) {
        return Sha256.hex(bytes);
    }
}
