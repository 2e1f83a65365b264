package io.manymodels.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Where a partition lies and what ingestion found out about it.
 *
 * @param sequence its place in the snapshot, from 0
 * @param key canonical text
 * @param tags JSON object of the key columns and the constant columns
 * @param object key of the Parquet object in bucket {@code lake}
 * @param firstRow its first row in that object, from 0
 * @param labelledRows rows with a target
 * @param fromTime first time ordinal; null without time; likewise {@code toTime}
 * @param fingerprint changes whenever its rows do
 * @param passed whether it may be trained; the reason stands in the next two where it may not
 */
public record PartitionEntry(int sequence, String key, String tags, String object, long firstRow, long rows,
        long labelledRows, @Nullable Long fromTime, @Nullable Long toTime, String fingerprint, boolean passed,
        @Nullable String reasonCode, @Nullable String reasonMessage) {}
