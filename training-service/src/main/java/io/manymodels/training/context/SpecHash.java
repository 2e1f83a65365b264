package io.manymodels.training.context;

import io.manymodels.family.FamilySpec;
import io.manymodels.training.contest.Contest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The hash by which a run knows whether an earlier model would come out the same: of everything but the partition that makes a
 * model. With the partition's fingerprint, which tells its rows, roles, leaks and time axis, and with the time from which forecasts
 * are counted, which tells how early the key ends, it is the identity of a version.
 */
final class SpecHash {

    private SpecHash() {}

    /**
     * @param learners names and versions of all learners that compete
     * @param asOf up to which time rows were seen; null for all
     */
    static String of(FamilySpec spec, String learners, @Nullable Long asOf) {
        String text = "%s contest=%d learners=%s intervals=%s asOf=%s".formatted(spec.modelHash(),
                Contest.VERSION, learners, spec.scoring().intervals(), asOf);
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
