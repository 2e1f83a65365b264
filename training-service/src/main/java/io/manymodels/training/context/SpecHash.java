package io.manymodels.training.context;

import io.manymodels.digest.Sha256;
import io.manymodels.family.FamilySpec;
import io.manymodels.training.contest.Contest;
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
        return Sha256.hex("%s contest=%d learners=%s intervals=%s asOf=%s".formatted(spec.modelHash(),
                Contest.VERSION, learners, spec.scoring().intervals(), asOf));
    }
}
