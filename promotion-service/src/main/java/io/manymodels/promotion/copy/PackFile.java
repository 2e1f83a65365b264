package io.manymodels.promotion.copy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The pack that is being written: each distinct header once, bodies one after the other. */
final class PackFile implements AutoCloseable {

    private final OutputStream out;
    private final String target;
    private final Map<String, Long> headers = new HashMap<>();
    private final List<Placement> placements = new ArrayList<>();
    private long length;

    PackFile(Path file, String target) throws IOException {
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        this.target = target;
    }

    boolean hasHeader(String sha256) {
        return headers.containsKey(sha256);
    }

    void addHeader(String sha256, byte[] header) throws IOException {
        headers.put(sha256, append(header, 0, header.length));
    }

    /** Adds a body whose header is there already. */
    void addBody(Artefact artefact, byte[] bytes, int from) throws IOException {
        long header = Objects.requireNonNull(headers.get(artefact.headerSha256()), "the header comes first");
        placements.add(
                new Placement(artefact.version(), target, header, append(bytes, from, artefact.bodyLength())));
    }

    List<Placement> placements() {
        return placements;
    }

    private long append(byte[] bytes, int from, int count) throws IOException {
        var offset = length;
        out.write(bytes, from, count);
        length += count;
        return offset;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
