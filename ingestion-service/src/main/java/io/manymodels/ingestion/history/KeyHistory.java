package io.manymodels.ingestion.history;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one key in the family's latest snapshot, in the order of time.
 *
 * @param key by key column
 * @param time name of the time column; null without
 * @param columns those of the rows, with their roles
 * @param rowCount rows that the key has in all
 * @param rows the last of them; a row of the future has no target; times as ISO text, or as the integers that they are
 * @param passed whether the quality gate let the key be trained
 * @param reason why not; null where it passed
 */
record KeyHistory(String family, String snapshot, Map<String, Object> key, @Nullable String time,
        @Nullable String target,
        List<HistoryColumn> columns, long rowCount, List<Map<String, @Nullable Object>> rows, boolean passed,
        @Nullable String reason) {

    /**
     * @param type integer, double, boolean, text, date or timestamp
     * @param role time, target, known, observed, static or id
     */
    record HistoryColumn(String name, String type, String role) {}
}
