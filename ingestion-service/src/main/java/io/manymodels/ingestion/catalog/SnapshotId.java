package io.manymodels.ingestion.catalog;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.partition.PartitionProfile;
import io.manymodels.ingestion.partition.ShuffledData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/** Names a snapshot by its content: the same rows, read by the same rules, give the same id. */
public final class SnapshotId {

    private static final int CHARACTERS = 20;

    private SnapshotId() {}

    /** {@code s} and {@value #CHARACTERS} hexadecimal digits: never a number, which readers of folder names would make of it. */
    public static String of(FamilySpec spec, ShuffledData data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ObjectNode rules = spec.toJson();
            rules.put("minimumRows", spec.training().minimumRows());
            rules.retain("family", "key", "time", "target", "task", "columns", "minimumRows");
            update(digest, rules.toString());
            for (PartitionProfile partition : data.partitions()) {
                update(digest, partition.key());
                update(digest, partition.fingerprint());
                update(digest, partition.identity());
                update(digest, String.valueOf(partition.verdict().code()));
            }
            return "s" + HexFormat.of().formatHex(digest.digest()).substring(0, CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
