package io.manymodels.promotion.forecast;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.registry.ReleaseRepository;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds the candidate that a promotion judged. */
@Repository
class CandidateRepository {

    private final JdbcClient jdbc;

    /** @param location in bucket {@code candidates} */
    record Candidate(long id, ArtefactLocation location) {}

    CandidateRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty where training made none of the key, or has forgotten it. */
    Optional<Candidate> find(UUID run, String key) {
        return jdbc.sql("""
                SELECT c.id, c.object, c.header_offset, c.header_length, c.header_sha256, c.body_offset, c.body_length,
                       c.body_sha256
                FROM production.verdict v JOIN training.model_version c ON c.id = v.candidate
                WHERE v.run_id = ? AND v.key = ?
                """).param(run).param(key)
                .query((row, _) -> new Candidate(row.getLong("id"), ReleaseRepository.location(row))).optional();
    }
}
