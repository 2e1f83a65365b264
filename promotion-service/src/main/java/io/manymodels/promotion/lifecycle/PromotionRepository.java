package io.manymodels.promotion.lifecycle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table production.promotion. */
@Repository
class PromotionRepository {

    private final JdbcClient jdbc;

    PromotionRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Stores a promotion under its reserved release id. */
    void insert(Promotion promotion) {
        jdbc.sql("""
                INSERT INTO production.promotion (run_id, release_id, family, family_version, training_run, snapshot_id,
                       base_release, cycle, dry_run, manual, approval_reason, submitted_by, state)
                VALUES (:run, :release, :family, :familyVersion, :training, :snapshot, :base::bigint, :cycle::uuid, :dryRun,
                        :approval::text IS NOT NULL, :approval, :submittedBy, :state)
                """).param("run", promotion.run()).param("release", promotion.releaseId())
                .param("family", promotion.family()).param("familyVersion", promotion.familyVersion())
                .param("training", promotion.trainingRun()).param("snapshot", promotion.snapshot())
                .param("base", promotion.baseRelease()).param("cycle", promotion.cycle())
                .param("dryRun", promotion.dryRun()).param("approval", promotion.approval())
                .param("submittedBy", promotion.submittedBy()).param("state", promotion.state().wireName()).update();
    }

    long reserveReleaseId() {
        return jdbc.sql("SELECT nextval(pg_get_serial_sequence('production.promotion', 'release_id'))")
                .query(Long.class)
                .single();
    }

    Optional<Promotion> find(UUID run) {
        return find(run, "");
    }

    /** Locks the row until the transaction ends: one approver at a time. */
    Optional<Promotion> lock(UUID run) {
        return find(run, " FOR UPDATE");
    }

    /** False when the promotion is not in the state that the move starts from. */
    boolean move(UUID run, PromotionState.Move move) {
        return jdbc.sql("""
                UPDATE production.promotion
                SET state = :to, decided_by = :by, decided_at = CASE WHEN :by::text IS NULL THEN decided_at ELSE now() END
                WHERE run_id = :run AND state = :from
                """).param("to", move.to().wireName()).param("by", move.to().decidedBy()).param("run", run)
                .param("from", move.from().wireName()).update() == 1;
    }

    private Optional<Promotion> find(UUID run, String lock) {
        return jdbc.sql("""
                SELECT run_id, release_id, family, family_version, training_run, snapshot_id, base_release, cycle, dry_run,
                       approval_reason, submitted_by, state, decided_by
                FROM production.promotion WHERE run_id = ?""" + lock).param(run)
                .query(PromotionRepository::read).optional();
    }

    private static Promotion read(ResultSet row, int number) throws SQLException {
        return new Promotion(row.getObject("run_id", UUID.class), row.getLong("release_id"), row.getString("family"),
                row.getInt("family_version"), row.getObject("training_run", UUID.class), row.getString("snapshot_id"),
                row.getObject("base_release", Long.class), row.getObject("cycle", UUID.class),
                row.getBoolean("dry_run"),
                row.getString("approval_reason"), row.getString("submitted_by"),
                PromotionState.of(row.getString("state"), row.getString("decided_by")));
    }
}
