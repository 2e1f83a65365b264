package io.manymodels.scoring.prediction;

import java.time.Instant;
import java.util.UUID;

/**
 * The predictions of one scoring run, whether readers see them yet or not.
 *
 * @param release number of the release that assigned the models
 * @param scoredAt when the run was planned
 * @param groups of keys whose forecasts are published too
 */
public record Publication(UUID run, String family, int release, PredictionSchema schema, Instant scoredAt,
        GroupColumns groups) {

    /** Without groups. */
    public Publication(UUID run, String family, int release, PredictionSchema schema, Instant scoredAt) {
        this(run, family, release, schema, scoredAt, GroupColumns.NONE);
    }

    /** What the run's rows are read from, in schema {@code predictions}: a view of blocks, or a table of narrow or whole rows. */
    public static String table(UUID run) {
        return "p_" + run.toString().replace("-", "");
    }

    String table() {
        return table(run);
    }

    /** The table of blocks of the run's rows. */
    static String blockTable(UUID run) {
        return "b_" + run.toString().replace("-", "");
    }

    String blockTable() {
        return blockTable(run);
    }

    /** The table of what is the same for all rows of a key, beside it. */
    static String keyTable(UUID run) {
        return "k_" + run.toString().replace("-", "");
    }

    String keyTable() {
        return keyTable(run);
    }

    /** The table of actual values beside them. */
    static String actualTable(UUID run) {
        return "a_" + run.toString().replace("-", "");
    }

    String actualTable() {
        return actualTable(run);
    }

    /** The table of the forecasts of groups. */
    static String groupTable(UUID run) {
        return "g_" + run.toString().replace("-", "");
    }

    String groupTable() {
        return groupTable(run);
    }

    /** Where complete parts lie in bucket {@code predictions}. */
    static String part(String family, UUID run, int number) {
        return "%spart-%05d.parquet".formatted(parts(family, run), number);
    }

    /** Where all complete parts of a run lie. */
    static String parts(String family, UUID run) {
        return "%s/run=%s/".formatted(family, run);
    }

    /** Where parts wait until the run is complete. */
    static String attempts(String family, UUID run) {
        return "%s/_attempts/run=%s/".formatted(family, run);
    }
}
