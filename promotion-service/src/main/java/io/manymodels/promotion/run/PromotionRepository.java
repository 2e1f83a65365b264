package io.manymodels.promotion.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
                       base_release, cycle, dry_run, manual, submitted_by, state)
                VALUES (:run, :release, :family, :familyVersion, :training, :snapshot, :base::bigint, :cycle::uuid, :dryRun,
                        :manual, :submittedBy, :state)
                """).param("run", promotion.run()).param("release", promotion.releaseId())
                .param("family", promotion.family()).param("familyVersion", promotion.familyVersion())
                .param("training", promotion.trainingRun()).param("snapshot", promotion.snapshot())
                .param("base", promotion.baseRelease()).param("cycle", promotion.cycle())
                .param("dryRun", promotion.dryRun()).param("manual", promotion.manual())
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

    void setState(UUID run, Promotion.State state, @Nullable String decidedBy) {
        jdbc.sql("""
                UPDATE production.promotion
                SET state = :state, decided_by = :by, decided_at = CASE WHEN :by::text IS NULL THEN decided_at ELSE now() END
                WHERE run_id = :run
                """).param("state", state.wireName()).param("by", decidedBy).param("run", run).update();
    }

    private Optional<Promotion> find(UUID run, String lock) {
        return jdbc.sql("SELECT * FROM production.promotion WHERE run_id = ?" + lock).param(run)
                .query(PromotionRepository::read).optional();
    }

    private static Promotion read(ResultSet row, int number) throws SQLException {
        return new Promotion(row.getObject("run_id", UUID.class), row.getLong("release_id"), row.getString("family"),
                row.getInt("family_version"), row.getObject("training_run", UUID.class), row.getString("snapshot_id"),
                row.getObject("base_release", Long.class), row.getObject("cycle", UUID.class),
                row.getBoolean("dry_run"),
                row.getBoolean("manual"), row.getString("submitted_by"),
                Promotion.State.ofWireName(row.getString("state")),
                row.getString("decided_by"));
    }
}
