package io.manymodels.scoring.submission;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table active_scoring: the run that scores a family's release, at most one at a time. */
@Repository
class ActiveScoringRepository {

    private final JdbcClient jdbc;

    ActiveScoringRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Lets submissions for a family take turns until the transaction ends. */
    void lock(String family) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('predictions.active_scoring/' || ?, 0))").param(family)
                .query((row, number) -> true).single();
    }

    /** The run that scores the release and has not ended. */
    Optional<UUID> run(String family, long release) {
        return jdbc.sql("""
                SELECT a.run_id FROM active_scoring a JOIN run r ON r.id = a.run_id
                WHERE a.family = ? AND a.release_id = ? AND r.state IN ('queued', 'running')
                """).param(family).param(release).query(UUID.class).optional();
    }

    /** Gives the release's place to a run, whoever had it. */
    void claim(String family, long release, UUID run) {
        jdbc.sql("""
                INSERT INTO active_scoring (family, release_id, run_id) VALUES (?, ?, ?)
                ON CONFLICT (family, release_id) DO UPDATE SET run_id = excluded.run_id, claimed_at = now()
                """).params(family, release, run).update();
    }

    /** The release that a run was submitted for. */
    Optional<Long> release(UUID run) {
        return jdbc.sql("SELECT release_id FROM active_scoring WHERE run_id = ?").param(run).query(Long.class)
                .optional();
    }
}
