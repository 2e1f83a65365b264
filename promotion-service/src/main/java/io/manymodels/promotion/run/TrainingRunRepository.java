package io.manymodels.promotion.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the training runs of training-service. */
@Repository
class TrainingRunRepository {

    private static final String COLUMNS = """
            SELECT id, family, family_version, cycle, state, parameters ->> 'snapshot' AS snapshot FROM training.run WHERE kind = 'training'
            """;

    private final JdbcClient jdbc;

    TrainingRunRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A training run, as far as promotion needs to know it. */
    record TrainingRun(UUID id, String family, int familyVersion, @Nullable UUID cycle, String state,
            @Nullable String snapshot) {}

    Optional<TrainingRun> find(UUID id) {
        return jdbc.sql(COLUMNS + "AND id = ?").param(id).query(TrainingRunRepository::read).optional();
    }

    /** The family's latest training run over all rows that succeeded. */
    Optional<TrainingRun> latest(String family) {
        return jdbc.sql(COLUMNS + """
                AND family = ? AND state = 'succeeded' AND parameters ->> 'asOf' IS NULL
                ORDER BY finished_at DESC LIMIT 1
                """).param(family).query(TrainingRunRepository::read).optional();
    }

    /** Whether the run still offers anything: old ones are forgotten by training. */
    boolean hasCandidates(UUID id) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM training.run_model WHERE run_id = ?)").param(id)
                .query(Boolean.class).single();
    }

    private static TrainingRun read(ResultSet row, int number) throws SQLException {
        return new TrainingRun(row.getObject("id", UUID.class), row.getString("family"),
                row.getInt("family_version"), row.getObject("cycle", UUID.class), row.getString("state"),
                row.getString("snapshot"));
    }
}
