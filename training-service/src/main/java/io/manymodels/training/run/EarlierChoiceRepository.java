package io.manymodels.training.run;

import io.manymodels.training.context.Retrain;
import io.manymodels.training.context.RunContext;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.Run;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which keys of a task keep the choice of an earlier contest. */
@Repository
class EarlierChoiceRepository {

    private final JdbcClient jdbc;

    EarlierChoiceRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * By key the choices that still hold: of the key's last version of the same spec and learners, by a contest that is fewer
     * than {@code training.selection.every} trainings and days ago. None where a run trains all anew, or as of a time.
     */
    Map<String, EarlierChoice> holding(Run run, RunContext context, LeasedTask task) {
        Map<String, EarlierChoice> choices = new HashMap<>();
        int every = context.spec().training().selectionEvery();
        if (every == 1 || context.parameters().retrain() == Retrain.ALL || context.parameters().asOf() != null) {
            return choices;
        }
        jdbc.sql("""
                SELECT p.key, v.provenance ->> 'variant' AS variant, (v.selection ->> 'run')::uuid AS run,
                       (v.selection ->> 'at')::timestamptz AS at, (v.selection ->> 'refits')::int AS refits
                FROM catalog.partition p
                CROSS JOIN LATERAL (
                    SELECT m.provenance, m.provenance -> 'selection' AS selection
                    FROM training.model_version m
                    WHERE m.family = :family AND m.scope = 'own' AND m.scope_key = p.key AND m.spec_hash = :specHash
                    ORDER BY m.id DESC LIMIT 1) v
                WHERE p.snapshot_id = :snapshot AND p.sequence >= :from AND p.sequence < :to
                  AND (v.selection ->> 'refits')::int + 1 < :every AND (v.selection ->> 'at')::timestamptz > :since
                """).param("family", run.family()).param("snapshot", context.snapshot().id())
                .param("from", task.from()).param("to", task.to()).param("specHash", context.specHash())
                .param("every", every)
                .param("since", run.submittedAt().minus(Duration.ofDays(every)).atOffset(ZoneOffset.UTC))
                .query(row -> {
                    choices.put(row.getString("key"), new EarlierChoice(row.getString("variant"),
                            row.getObject("run", UUID.class), row.getObject("at", OffsetDateTime.class).toInstant(),
                            row.getInt("refits")));
                });
        return choices;
    }
}
