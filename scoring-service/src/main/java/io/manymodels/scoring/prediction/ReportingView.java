package io.manymodels.scoring.prediction;

import io.manymodels.digest.Sha256;
import io.manymodels.sql.SqlIdentifier;
import java.util.List;

/** How the views of a family are called in schema {@code reporting}. */
final class ReportingView {

    private static final int LONGEST = 63;
    private static final int DIGEST = 8;

    private ReportingView() {}

    static String predictions(String family) {
        return name(family, "_predictions");
    }

    static String leaderboard(String family) {
        return name(family, "_leaderboard");
    }

    static String importance(String family) {
        return name(family, "_importance");
    }

    static String actuals(String family) {
        return name(family, "_actuals");
    }

    static String keys(String family) {
        return name(family, "_keys");
    }

    static String dates(String family) {
        return name(family, "_dates");
    }

    static String groups(String family) {
        return name(family, "_groups");
    }

    /** All of a family's views that scoring makes. */
    static List<String> all(String family) {
        return List.of(predictions(family), actuals(family), leaderboard(family), importance(family), keys(family),
                dates(family), groups(family));
    }

    /**
     * {@code orange-juice} becomes {@code orange_juice_predictions}. A name that PostgreSQL would cut is cut here and
     * ends in a digest of the family, so that two long names never meet.
     */
    private static String name(String family, String suffix) {
        String plain = SqlIdentifier.ofFamily(family);
        if (plain.length() + suffix.length() <= LONGEST) {
            return plain + suffix;
        }
        return plain.substring(0, LONGEST - suffix.length() - DIGEST - 1) + "_"
                + Sha256.hex(family).substring(0, DIGEST) + suffix;
    }
}
