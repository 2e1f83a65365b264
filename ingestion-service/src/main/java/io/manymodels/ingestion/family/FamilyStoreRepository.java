package io.manymodels.ingestion.family;

import io.manymodels.family.FamilySpec;
import io.manymodels.work.retention.RetentionProperties;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Writes families; what other services may do too, reading them, is common-lib's. */
@Repository
class FamilyStoreRepository {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final RetentionProperties keep;

    FamilyStoreRepository(JdbcClient jdbc, JsonMapper json, RetentionProperties keep) {
        this.jdbc = jdbc;
        this.json = json;
        this.keep = keep;
    }

    /** Where a family is. */
    record Head(int version, boolean deleted) {}

    /** Locks the family's row until the transaction ends. */
    Optional<Head> lock(String family) {
        return jdbc.sql("SELECT current_version, deleted_at IS NOT NULL FROM family WHERE name = ? FOR UPDATE")
                .param(family).query((row, number) -> new Head(row.getInt(1), row.getBoolean(2))).optional();
    }

    /** Also of a deleted family. */
    boolean exists(String family) {
        return jdbc.sql("SELECT 1 FROM family WHERE name = ?").param(family).query(Integer.class).optional()
                .isPresent();
    }

    /** False when somebody else was faster. */
    boolean create(String family) {
        return jdbc.sql("INSERT INTO family (name, current_version) VALUES (?, 0) ON CONFLICT (name) DO NOTHING")
                .param(family).update() == 1;
    }

    void addVersion(FamilySpec spec, int version) {
        jdbc.sql("INSERT INTO family_version (family, version, spec) VALUES (?, ?, ?::jsonb)").param(spec.family())
                .param(version).param(spec.toJson().toString()).update();
        jdbc.sql("UPDATE family SET current_version = ?, deleted_at = NULL WHERE name = ?").param(version)
                .param(spec.family()).update();
    }

    boolean delete(String family) {
        return jdbc.sql("UPDATE family SET deleted_at = now() WHERE name = ? AND deleted_at IS NULL").param(family)
                .update() == 1;
    }

    DeletedFamily rest(String family) {
        return jdbc.sql("""
                SELECT (SELECT count(*) FROM family_version WHERE family = :family),
                       (SELECT count(*) FROM snapshot WHERE family = :family), date_trunc('second', deleted_at)
                FROM family WHERE name = :family
                """).param("family", family)
                .query((row, _) -> DeletedFamily.of(family, row.getLong(1), row.getLong(2),
                        row.getObject(3, OffsetDateTime.class).toInstant().plus(keep.families())))
                .single();
    }

    /** By name, each in its current version. */
    List<FamilyView> list(@Nullable String after, int limit, Instant now) {
        return jdbc.sql("""
                SELECT v.family, v.version, v.created_at, v.spec
                FROM family f JOIN family_version v ON v.family = f.name AND v.version = f.current_version
                WHERE f.deleted_at IS NULL AND (:after::text IS NULL OR f.name > :after) ORDER BY f.name LIMIT :limit
                """).param("after", after).param("limit", limit).query((row, number) -> view(row.getString(1),
                row.getInt(2), row.getObject(3, OffsetDateTime.class), row.getString(4), now)).list();
    }

    /** Newest first. */
    List<FamilyView> versions(String family, @Nullable Integer before, int limit) {
        return jdbc.sql("""
                SELECT family, version, created_at, spec FROM family_version
                WHERE family = :family AND (:before::int IS NULL OR version < :before) ORDER BY version DESC LIMIT :limit
                """).param("family", family).param("before", before).param("limit", limit)
                .query((row, number) -> view(row.getString(1), row.getInt(2), row.getObject(3, OffsetDateTime.class),
                        row.getString(4), null))
                .list();
    }

    /** @param now null for a version of before, whose schedule starts nothing */
    private FamilyView view(String family, int version, OffsetDateTime createdAt, String spec, @Nullable Instant now) {
        Instant created = createdAt.toInstant();
        if (!(FamilySpec.read(spec) instanceof FamilySpec.Reading.Valid(FamilySpec valid))) {
            return new FamilyView(family, version, created, null, json.readTree(spec));
        }
        Instant next = now == null ? null : CycleTimes.next(valid, now).orElse(null);
        return new FamilyView(family, version, created, next, valid.toJson());
    }
}
