package io.manymodels.promotion.judgement;

import io.manymodels.promotion.lifecycle.Promotion;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keys of the release before that the snapshot lacks: ingestion's table {@code vanished} says since when. */
@Repository
class VanishedKeyRepository {

    private final JdbcClient jdbc;

    VanishedKeyRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the order of the keys' texts. EXCEPT takes each side once, whatever the planner thinks that their sizes are. */
    List<VanishedKey> find(@Nullable Long baseRelease, String snapshot) {
        return jdbc.sql("""
                SELECT e.key, e.rung, v.last_snapshot, v.since
                FROM (SELECT key FROM production.release_entry WHERE release_id = :base::bigint
                      EXCEPT SELECT key FROM catalog.partition WHERE snapshot_id = :snapshot) gone
                CROSS JOIN LATERAL (SELECT key, rung FROM production.release_entry
                                    WHERE release_id = :base::bigint AND key = gone.key LIMIT 1) e
                LEFT JOIN LATERAL (SELECT last_snapshot, since FROM catalog.vanished
                                   WHERE snapshot_id = :snapshot AND key = gone.key LIMIT 1) v ON true
                ORDER BY e.key
                """).param("base", baseRelease).param("snapshot", snapshot).query((row, _) -> {
            Timestamp since = row.getTimestamp(4);
            return new VanishedKey(row.getString(1), row.getString(2), row.getString(3),
                    since == null ? null : since.toInstant());
        }).list();
    }

    /** Gives each its outcome. Takes part in the caller's transaction. */
    void account(UUID run, VanishedKeys vanished) {
        jdbc.sql("""
                INSERT INTO production.run_partition (run_id, sequence, key, outcome, reason_code, reason_message, attempts,
                                                      seconds)
                SELECT :run, v.sequence, v.key, 'skipped', :code, v.message, 1, 0
                FROM unnest(:sequences::bigint[], :keys::text[], :messages::text[]) AS v (sequence, key, message)
                """).param("run", run).param("code", VanishedKey.CODE)
                .param("sequences", LongStream.range(0, vanished.size()).mapToObj(i -> vanished.first() + i)
                        .toArray(Long[]::new))
                .param("keys", vanished.keys().stream().map(VanishedKey::key).toArray(String[]::new))
                .param("messages", vanished.keys().stream().map(vanished::message).toArray(String[]::new)).update();
    }

    /** Keys that vanished: {@code kept} in the release, or {@code retired} by it; empty where none did. */
    Map<String, Long> count(UUID run) {
        return jdbc.sql("""
                SELECT count(v.key), count(*) - count(v.key)
                FROM production.run_partition o LEFT JOIN production.verdict v ON v.run_id = o.run_id AND v.key = o.key
                WHERE o.run_id = :run AND o.reason_code = :code
                """).param("run", run).param("code", VanishedKey.CODE).query((row, _) -> counts(row.getLong(1), row
                .getLong(2))).single();
    }

    private static Map<String, Long> counts(long kept, long retired) {
        Map<String, Long> counts = new LinkedHashMap<>();
        if (kept + retired > 0) {
            counts.put("kept", kept);
            counts.put("retired", retired);
        }
        return counts;
    }

    /** Holds those that stay: a verdict each. Takes part in the caller's transaction. */
    void hold(Promotion promotion, VanishedKeys vanished) {
        List<VanishedKey> kept = vanished.kept().toList();
        jdbc.sql("""
                INSERT INTO production.verdict (run_id, key, decision, reasons, metrics, champion, rung)
                SELECT :run, v.key, 'hold', jsonb_build_array(jsonb_build_object('code', :code::text, 'message', v.message)),
                       '{}', m.id, e.rung
                FROM unnest(:keys::text[], :messages::text[]) AS v (key, message)
                JOIN production.release_entry e ON e.release_id = :base::bigint AND e.key = v.key
                LEFT JOIN production.model_version m ON m.id = e.model_version_id AND m.scope = 'own'
                """).param("run", promotion.run()).param("base", promotion.baseRelease())
                .param("code", VanishedKey.CODE)
                .param("keys", kept.stream().map(VanishedKey::key).toArray(String[]::new))
                .param("messages", kept.stream().map(vanished::message).toArray(String[]::new)).update();
    }
}
