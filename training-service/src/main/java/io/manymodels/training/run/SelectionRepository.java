package io.manymodels.training.run;

import io.manymodels.training.context.Retrain;
import io.manymodels.training.context.TrainingParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.databind.json.JsonMapper;

/**
 * Decides with set-based SQL, for all partitions of a snapshot at once, which ones a training run trains, which it skips
 * and which failed the catalogue's gate. A skipped partition's last version is carried over into the run's candidates.
 */
@Repository
class SelectionRepository {

    private static final int FETCH_SIZE = 10_000;

    private static final String SELECTED = """
            p.snapshot_id = :snapshot AND (:keys::text[] IS NULL OR p.tags @> ANY (CAST(:keys AS text[])::jsonb[]))
            """;

    /** The version to carry over for partition p. Null: the partition is to be trained. */
    private static final Map<Retrain, String> VERSION = Map.of(
            Retrain.CHANGED, """
                    (SELECT m.id FROM training.model_version m
                     WHERE m.family = :family AND m.scope = 'own' AND m.scope_key = p.key
                       AND m.fingerprint = p.fingerprint AND m.spec_hash = :specHash
                       AND m.counted_from IS NOT DISTINCT FROM CAST(:end AS bigint)
                     ORDER BY m.id DESC LIMIT 1)
                    """,
            Retrain.FAILED, """
                    (SELECT r.version_id FROM training.run_model r
                     WHERE r.run_id = :previous AND r.scope = 'own' AND r.scope_key = p.key)
                    """,
            Retrain.ALL, "CAST(NULL AS bigint)");

    private final JdbcClient jdbc;
    private final JsonMapper json;

    SelectionRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Partitions of the snapshot that the run is about, whatever becomes of them. */
    long count(TrainingParameters parameters) {
        return jdbc.sql("SELECT count(*) FROM catalog.partition p WHERE " + SELECTED)
                .params(selected(parameters)).query(Long.class).single();
    }

    /** Places, from 0, of the asked keys that no partition of the snapshot has. */
    List<Integer> unknownKeys(TrainingParameters parameters) {
        if (parameters.keys().isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                SELECT k.place - 1
                FROM unnest(CAST(:keys AS text[])) WITH ORDINALITY AS k (key, place)
                WHERE NOT EXISTS (SELECT FROM catalog.partition p
                                  WHERE p.snapshot_id = :snapshot AND p.tags @> CAST(k.key AS jsonb))
                ORDER BY k.place
                """).params(selected(parameters)).query((row, number) -> row.getInt(1)).list();
    }

    /**
     * Partitions to train.
     *
     * @param end from where the run counts all keys' forecasts, a time ordinal; null for each key's own end
     * @param previous the family's run whose failures are trained again; null where none is or matters
     */
    @Transactional(readOnly = true)
    public Selection pending(String family, TrainingParameters parameters, String specHash, @Nullable Long end,
            @Nullable UUID previous) {
        Selection selection = new Selection();
        Map<String, Integer> objects = new HashMap<>();
        jdbc.sql("SELECT p.sequence, p.object, p.rows FROM catalog.partition p WHERE " + SELECTED
                + " AND p.passed AND " + VERSION.get(parameters.retrain()) + " IS NULL ORDER BY p.sequence")
                .withFetchSize(FETCH_SIZE)
                .params(decided(family, parameters, specHash, end, previous))
                .query(row -> {
                    int object = objects.computeIfAbsent(row.getString(2), _ -> objects.size());
                    selection.add(row.getInt(1), object, row.getLong(3));
                });
        return selection;
    }

    /** Gives the partitions that failed the catalogue's gate their outcome. */
    void failRefused(UUID run, TrainingParameters parameters) {
        jdbc.sql("""
                INSERT INTO training.run_partition (run_id, sequence, key, outcome, reason_code, reason_message, attempts, seconds)
                SELECT :run, p.sequence, p.key, 'failed', p.reason_code, p.reason_message, 0, 0
                FROM catalog.partition p
                WHERE NOT p.passed AND
                """ + SELECTED).params(selected(parameters)).param("run", run).update();
    }

    /** Gives the partitions that a cancelled run never came to their outcome. */
    void cancelRest(UUID run, TrainingParameters parameters) {
        jdbc.sql("""
                INSERT INTO training.run_partition (run_id, sequence, key, outcome, reason_code, reason_message, attempts, seconds)
                SELECT :run, p.sequence, p.key, 'cancelled', 'run-cancelled',
                       'The run was cancelled before it came to this partition. Maybe start it again', 0, 0
                FROM catalog.partition p
                WHERE NOT EXISTS (SELECT FROM training.run_partition o WHERE o.run_id = :run AND o.sequence = p.sequence) AND
                """ + SELECTED).params(selected(parameters)).param("run", run).update();
    }

    /**
     * Carries the last versions of all partitions but the pending ones over into the run, and records them as skipped.
     * What was pending when the run was cut decides, not what other runs registered since.
     */
    void skip(UUID run, String family, TrainingParameters parameters, String specHash, @Nullable Long end,
            @Nullable UUID previous, Selection pending) {
        if (parameters.retrain() == Retrain.ALL) {
            return;
        }
        jdbc.sql("""
                WITH unchanged AS (
                    SELECT p.sequence, p.key, %s AS version_id
                    FROM catalog.partition p LEFT JOIN unnest(CAST(:pending AS int[])) AS q(sequence) USING (sequence)
                    WHERE q.sequence IS NULL AND p.passed AND %s),
                carried AS (
                    INSERT INTO training.run_model (run_id, scope, scope_key, version_id, carried)
                    SELECT :run, 'own', key, version_id, true FROM unchanged)
                INSERT INTO training.run_partition (run_id, sequence, key, outcome, reason_code, reason_message, attempts, seconds)
                SELECT :run, sequence, key, 'skipped', 'unchanged',
                       'Version [' || version_id || '] was carried over. Maybe retrain all to train it again', 0, 0
                FROM unchanged
                """.formatted(VERSION.get(parameters.retrain()), SELECTED))
                .params(decided(family, parameters, specHash, end, previous))
                .param("run", run).param("pending", pending.sequences()).update();
    }

    /**
     * Carries over, from the family's last complete run, the versions of the keys that this run was not asked for, so
     * that its candidates are the whole family's.
     */
    void carryUnselected(UUID run, TrainingParameters parameters, UUID complete) {
        jdbc.sql("""
                INSERT INTO training.run_model (run_id, scope, scope_key, version_id, carried)
                SELECT :run, 'own', r.scope_key, r.version_id, true
                FROM training.run_model r
                JOIN catalog.partition p ON p.snapshot_id = :snapshot AND p.key = r.scope_key
                WHERE r.run_id = :complete AND r.scope = 'own'
                  AND NOT p.tags @> ANY (CAST(:keys AS text[])::jsonb[])
                """).params(selected(parameters)).param("run", run).param("complete", complete).update();
    }

    /** The family's last training run that ended, well or not, other than this one. */
    Optional<UUID> previous(String family, UUID run) {
        return last(family, run, new String[] {"succeeded", "failed", "cancelled"});
    }

    /** The family's last training run over all rows that succeeded, other than this one. */
    Optional<UUID> complete(String family, UUID run) {
        return last(family, run, new String[] {"succeeded"});
    }

    private Optional<UUID> last(String family, UUID run, String[] states) {
        return jdbc.sql("""
                SELECT id FROM training.run
                WHERE family = :family AND kind = 'training' AND id <> :run AND state = ANY (CAST(:states AS text[]))
                  AND parameters ->> 'asOf' IS NULL
                ORDER BY finished_at DESC LIMIT 1
                """).param("family", family).param("run", run).param("states", states).query(UUID.class).optional();
    }

    private Map<String, Object> decided(String family, TrainingParameters parameters, String specHash,
            @Nullable Long end, @Nullable UUID previous) {
        Map<String, Object> values = selected(parameters);
        values.put("family", family);
        values.put("specHash", specHash);
        values.put("end", end);
        values.put("previous", previous == null ? new UUID(0, 0) : previous);
        return values;
    }

    private Map<String, Object> selected(TrainingParameters parameters) {
        Map<String, Object> values = new HashMap<>();
        values.put("snapshot", parameters.snapshot());
        values.put("keys", parameters.keys().isEmpty()
                ? null
                : parameters.keys().stream().map(json::writeValueAsString).toArray(String[]::new));
        return values;
    }
}
