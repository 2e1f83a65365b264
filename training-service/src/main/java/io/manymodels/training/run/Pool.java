package io.manymodels.training.run;

import io.manymodels.training.candidate.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keys that share a model: all of the family, or those of a group. Collects what they are; not thread-safe. */
final class Pool {

    private final Scope scope;
    private final String key;
    private final MessageDigest digest;
    private long rows;

    /** @param key canonical group key; {@code {}} for the whole family */
    Pool(Scope scope, String key) {
        this.scope = scope;
        this.key = key;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Takes a partition; they come in the order of the snapshot. */
    void add(String partitionFingerprint, long partitionRows) {
        digest.update(partitionFingerprint.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        rows += partitionRows;
    }

    Scope scope() {
        return scope;
    }

    String key() {
        return key;
    }

    long rows() {
        return rows;
    }

    /** Changes whenever the rows of a member do, or a member comes or goes. To be asked once, at the end. */
    String fingerprint() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
