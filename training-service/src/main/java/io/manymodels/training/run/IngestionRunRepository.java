package io.manymodels.training.run;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the ingestions of cycles came to, as ingestion holds it: what a fact only hints at. */
@Repository
class IngestionRunRepository {

    private final JdbcClient jdbc;

    IngestionRunRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An ingestion that succeeded. */
    record IngestionRun(String family, int familyVersion, String snapshot) {}

    /** The ingestion of a cycle, once it succeeded. */
    Optional<IngestionRun> succeeded(UUID run, UUID cycle) {
        return jdbc.sql("""
                SELECT family, family_version, result ->> 'snapshot' AS snapshot FROM catalog.run
                WHERE id = ? AND cycle = ? AND kind = 'ingestion' AND state = 'succeeded' AND result ->> 'snapshot' IS NOT NULL
                """).param(run).param(cycle)
                .query((row, number) -> new IngestionRun(row.getString(1), row.getInt(2), row.getString(3))).optional();
    }
}
