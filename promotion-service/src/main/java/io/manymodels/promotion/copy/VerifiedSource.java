package io.manymodels.promotion.copy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.promotion.rule.Refusal;
import io.manymodels.storage.ObjectStore;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** Reads artefacts and lets only those through whose bytes have their SHA-256. */
final class VerifiedSource {

    private static final long MISSING = -1;

    private final ObjectStore store;
    private final String bucket;
    private final Map<String, Long> sizes = new HashMap<>();
    private final Set<HeaderPlace> corruptHeaders = new HashSet<>();
    private final Map<Long, Refusal> corrupt = new HashMap<>();
    private final MessageDigest sha256;

    private record HeaderPlace(String object, long offset, String sha256) {}

    VerifiedSource(ObjectStore store, String bucket) {
        this.store = store;
        this.bucket = bucket;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }

    Map<Long, Refusal> corrupt() {
        return corrupt;
    }

    void read(Window window, PackFile pack) throws IOException {
        // A truncated object must not pass for storage that is down: what lies behind its end is corrupt, not retried.
        var size = size(window.object());
        var end = Math.min(window.end(), size);
        var bytes = end <= window.offset()
                ? new byte[0]
                : store.range(bucket, window.object(), window.offset(), Math.toIntExact(end - window.offset()));
        for (var artefact : window.artefacts()) {
            if (size == MISSING) {
                refuse(artefact, "its object is missing");
            } else if (artefact.bodyEnd() > size) {
                refuse(artefact, "its object has only [%d] bytes".formatted(size));
            } else if (!verify(bytes, Math.toIntExact(artefact.bodyOffset() - window.offset()), artefact.bodyLength(),
                    artefact.bodySha256())) {
                refuse(artefact, "the SHA-256 of its body differs");
            } else if (!bringHeader(artefact, size, pack)) {
                refuse(artefact, "the SHA-256 of its header differs");
            } else {
                pack.addBody(artefact, bytes, Math.toIntExact(artefact.bodyOffset() - window.offset()));
            }
        }
    }

    private boolean bringHeader(Artefact artefact, long size, PackFile pack) throws IOException {
        if (pack.hasHeader(artefact.headerSha256())) {
            return true;
        }
        var place = new HeaderPlace(artefact.object(), artefact.headerOffset(), artefact.headerSha256());
        if (corruptHeaders.contains(place)) {
            return false;
        }
        if (artefact.headerOffset() + artefact.headerLength() <= size) {
            var header = store.range(bucket, artefact.object(), artefact.headerOffset(), artefact.headerLength());
            if (verify(header, 0, header.length, artefact.headerSha256())) {
                pack.addHeader(artefact.headerSha256(), header);
                return true;
            }
        }
        corruptHeaders.add(place);
        return false;
    }

    private boolean verify(byte[] bytes, int from, int count, String expected) {
        sha256.update(bytes, from, count);
        return HexFormat.of().formatHex(sha256.digest()).equals(expected);
    }

    private void refuse(Artefact artefact, String why) {
        corrupt.put(artefact.version(),
                new Refusal(Copied.CORRUPT,
                        "Candidate [%d] in object [%s] at [%d] cannot be copied: %s. Maybe retrain it"
                                .formatted(artefact.version(), artefact.object(), artefact.bodyOffset(), why)));
    }

    private long size(String object) {
        return sizes.computeIfAbsent(object, key -> {
            try {
                return store.size(bucket, key);
            } catch (ManyModelsException e) {
                if (e.kind() == ManyModelsException.Kind.NOT_FOUND) {
                    return MISSING;
                }
                throw e;
            }
        });
    }
}
