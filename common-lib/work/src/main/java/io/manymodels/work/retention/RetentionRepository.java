package io.manymodels.work.retention;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Table retention, and what is old in the engine's tables of the service's own schema. */
class RetentionRepository {

    /** The last run of a family and kind, and the last that succeeded, are what the next one starts from. */
    private static final String NOT_THE_LAST = """
            AND EXISTS (SELECT FROM run later WHERE later.family = r.family AND later.kind = r.kind
                        AND later.state = 'succeeded' AND later.finished_at > r.finished_at)
            """;

    private final JdbcClient jdbc;

    RetentionRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** True for the one process that is to run the rule now. */
    boolean claim(String rule, Duration every) {
        jdbc.sql("INSERT INTO retention (rule) VALUES (:rule) ON CONFLICT DO NOTHING").param("rule", rule).update();
        return jdbc.sql("""
                UPDATE retention SET started_at = now()
                WHERE rule = :rule AND started_at < now() - make_interval(secs => :every)
                """).param("rule", rule).param("every", every.toSeconds()).update() == 1;
    }

    void ran(String rule, long removed) {
        jdbc.sql("UPDATE retention SET finished_at = now(), removed = removed + :removed WHERE rule = :rule")
                .param("removed", removed).param("rule", rule).update();
    }

    /** Runs that ended long ago and were not swept since. */
    List<UUID> toSweep(Duration ended, int limit) {
        return jdbc.sql("""
                SELECT id FROM run WHERE swept_at IS NULL AND finished_at < now() - make_interval(secs => :ended)
                ORDER BY finished_at LIMIT :limit
                """).param("ended", ended.toSeconds()).param("limit", limit)
                .query((row, _) -> row.getObject(1, UUID.class)).list();
    }

    void swept(UUID run) {
        jdbc.sql("UPDATE run SET swept_at = now() WHERE id = :run").param("run", run).update();
    }

    /** Deletes tasks of runs that ended long ago. */
    int deleteTasks(Duration ended, int limit) {
        return jdbc.sql("""
                DELETE FROM task WHERE id IN (
                    SELECT t.id FROM task t JOIN run r ON r.id = t.run_id
                    WHERE r.finished_at < now() - make_interval(secs => :ended)
                      AND t.state NOT IN ('pending', 'leased') LIMIT :limit)
                """).param("ended", ended.toSeconds()).param("limit", limit).update();
    }

    /** Runs that ended long ago, are not the last of their kind, and meet a condition over {@code run r}. */
    List<UUID> old(Duration ended, String which, int offset, int limit) {
        return jdbc.sql("""
                SELECT r.id FROM run r WHERE r.finished_at < now() - make_interval(secs => :ended) AND %s
                """.formatted(which) + NOT_THE_LAST + "ORDER BY r.finished_at, r.id OFFSET :offset LIMIT :limit")
                .param("ended", ended.toSeconds())
                .param("offset", offset).param("limit", limit).query((row, _) -> row.getObject(1, UUID.class)).list();
    }

    int deleteOutcomes(Set<UUID> runs, int limit) {
        return jdbc.sql("""
                DELETE FROM run_partition WHERE ctid IN (
                    SELECT ctid FROM run_partition WHERE run_id = ANY (:runs) LIMIT :limit)
                """).param("runs", runs.toArray(UUID[]::new)).param("limit", limit).update();
    }

    int deleteRuns(Set<UUID> runs) {
        return jdbc.sql("DELETE FROM run WHERE id = ANY (:runs)").param("runs", runs.toArray(UUID[]::new)).update();
    }

    /** Deletes messages that were set aside long ago. */
    int deleteRefused(Duration written) {
        return jdbc.sql("""
                DELETE FROM outbox WHERE status = 'refused' AND created_at < now() - make_interval(secs => :written)
                """).param("written", written.toSeconds()).update();
    }

    /** Deletes facts that the broker took long ago. */
    int deleteSentFacts(Duration sent, int limit) {
        return jdbc.sql("""
                DELETE FROM sent_fact WHERE id IN (
                    SELECT id FROM sent_fact WHERE sent_at < now() - make_interval(secs => :sent)
                    ORDER BY id LIMIT :limit)
                """).param("sent", sent.toSeconds()).param("limit", limit).update();
    }

    /** Deletes answers that were given more than a day ago. */
    int deleteAnswers(int limit) {
        return jdbc.sql("""
                DELETE FROM idempotency WHERE ctid IN (
                    SELECT ctid FROM idempotency WHERE created_at < now() - interval '24 hours' LIMIT :limit)
                """).param("limit", limit).update();
    }
}
