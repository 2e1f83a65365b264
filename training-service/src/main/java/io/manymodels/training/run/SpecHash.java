package io.manymodels.training.run;

import io.manymodels.family.FamilySpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The hash by which a run knows whether an earlier model would come out the same: of what in the spec decides a model, of
 * the trainer, and of the time up to which rows were seen.
 */
final class SpecHash {

    /** Raise it whenever the trainer makes other models of the same rows and spec. */
    private static final int TRAINER = 1;

    private SpecHash() {}

    static String of(FamilySpec spec, @Nullable Long asOf) {
        String text = "%s trainer=%d intervals=%s asOf=%s".formatted(spec.modelHash(), TRAINER,
                spec.scoring().intervals(), asOf);
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
