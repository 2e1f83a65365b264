package io.manymodels.scoring.submission;

import io.manymodels.family.FamilySpec;
import io.manymodels.problem.ManyModelsException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a scoring is asked to do.
 *
 * @param release number of the current release, to score it on the snapshot that it covers; null takes the family's
 *        latest snapshot
 * @param rows horizon, unlabelled or all; null takes the spec's
 * @param asOf time value: horizons count from it, other rows are scored only after it; null takes the last time
 * @param explanations whether each prediction says what it is made of; null takes the spec's
 */
public record ScoringParameters(@Nullable Integer release, @Nullable String rows, @Nullable String asOf,
        @Nullable Boolean explanations) {

    static final ScoringParameters DEFAULT = new ScoringParameters(null, null, null, null);

    /** The rows asked for, or those of the spec. Throws INVALID {@code rows-unknown}. */
    public FamilySpec.Rows rowsOr(FamilySpec.Rows specified) {
        if (rows == null) {
            return specified;
        }
        return Arrays.stream(FamilySpec.Rows.values()).filter(known -> wireName(known).equals(rows)).findFirst()
                .orElseThrow(() -> ManyModelsException.invalid("rows-unknown",
                        "Rows [%s] are not known. Maybe horizon, unlabelled or all".formatted(rows)));
    }

    /** Whether explanations are asked for, or wanted by the spec. */
    public boolean explanationsOr(boolean specified) {
        return explanations == null ? specified : explanations;
    }

    public static String wireName(FamilySpec.Rows rows) {
        return rows.name().toLowerCase(Locale.ROOT);
    }
}
