package io.manymodels.catalog;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.FamilyVersion;
import io.manymodels.problem.ManyModelsException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the families that ingestion stores in schema {@code catalog}. Thread-safe. */
public final class FamilyRepository {

    private final JdbcClient jdbc;

    public FamilyRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The family's current version; empty for a family that does not exist or is deleted. */
    public Optional<FamilyVersion> current(String family) {
        return jdbc.sql("""
                SELECT v.family, v.version, v.spec, v.created_at
                FROM catalog.family f JOIN catalog.family_version v ON v.family = f.name AND v.version = f.current_version
                WHERE f.name = ? AND f.deleted_at IS NULL
                """).param(family).query(FamilyRepository::version).optional();
    }

    /** One version, also of a deleted family, because runs record the version that they used. */
    public Optional<FamilyVersion> version(String family, int version) {
        return jdbc.sql("""
                SELECT family, version, spec, created_at FROM catalog.family_version WHERE family = ? AND version = ?
                """).param(family).param(version).query(FamilyRepository::version).optional();
    }

    /** One version that has to be there. NOT_FOUND {@code family-version-unknown}. */
    public FamilyVersion required(String family, int version) {
        return version(family, version).orElseThrow(() -> ManyModelsException.notFound("family-version-unknown",
                "Family [%s] has no version [%d]. Maybe it was deleted".formatted(family, version)));
    }

    private static FamilyVersion version(ResultSet row, int number) throws SQLException {
        Timestamp createdAt = row.getTimestamp("created_at");
        return new FamilyVersion(row.getString("family"), row.getInt("version"),
                FamilySpec.read(row.getString("spec")).orThrow(), createdAt.toInstant());
    }
}
