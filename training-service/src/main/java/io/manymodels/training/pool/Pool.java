package io.manymodels.training.pool;

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

    /** What the registry knows a pool by. */
    record Name(String scope, String key) {}

    /** @param key canonical group key; {@code {}} for the whole family */
    Pool(Scope scope, String key) {
        this(scope, key, sha256());
    }

    private Pool(Scope scope, String key, MessageDigest digest) {
        this.scope = scope;
        this.key = key;
        this.digest = digest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The same members for another scope. */
    Pool as(Scope other) {
        Pool pool = new Pool(other, key, copy());
        pool.rows = rows;
        return pool;
    }

    private MessageDigest copy() {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The SHA-256 of every JDK can be cloned", e);
        }
    }

    Name name() {
        return new Name(scope.wireName(), key);
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

    /** Changes whenever the rows of a member do, or a member comes or goes. */
    String fingerprint() {
        return HexFormat.of().formatHex(copy().digest());
    }
}
