package io.manymodels.ingestion.partition;

import org.jspecify.annotations.Nullable;

/**
 * One partition of the sorted file.
 *
 * @param key canonical text
 * @param tags JSON object: the key columns, typed, and the constant texts and integers
 * @param firstRow its first row in the file, from 0
 * @param fingerprint of everything that decides what training sees of it: its rows, the columns of the file with their
 *        types, roles and leak marks, and where times lie
 * @param identity of what names its rows; empty where nothing does
 * @param profile JSON object: missing values by column, duplicates, gaps, last labelled time
 * @param verdict of the quality gate
 */
public record PartitionProfile(String key, String tags, long firstRow, long rows, long labelledRows,
        @Nullable Long fromTime, @Nullable Long toTime, String fingerprint, String identity, String profile,
        Verdict verdict) {

    /**
     * What the quality gate says.
     *
     * @param passed whether the partition may be trained on
     * @param code why not; or, where it passed, what it lacks
     */
    public record Verdict(boolean passed, @Nullable String code, @Nullable String message) {

        public Verdict {
            message = message == null ? null : KeyText.storable(message);
        }

        static final Verdict GOOD = new Verdict(true, null, null);

        static Verdict refused(String code, String message) {
            return new Verdict(false, code, message);
        }

        static Verdict lacking(String code, String message) {
            return new Verdict(true, code, message);
        }
    }
}
