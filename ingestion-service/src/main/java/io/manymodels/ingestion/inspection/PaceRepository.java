package io.manymodels.ingestion.inspection;

import io.manymodels.run.RunKind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How fast the latest runs were. */
@Repository
class PaceRepository {

    private static final int RUNS = 5;

    private final JdbcClient jdbc;

    PaceRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param perSecond rows, or keys that got an outcome of their own; null where no run tells
     * @param runs that tell
     */
    record Pace(@Nullable Double perSecond, long runs) {

        @Nullable
        Double seconds(@Nullable Long amount) {
            return perSecond == null || amount == null ? null : Double.valueOf(amount / perSecond);
        }
    }

    Pace ofRows(String family) {
        return jdbc.sql("""
                SELECT sum(rows) / sum(seconds), count(*)
                FROM (SELECT s.rows, extract(epoch FROM r.finished_at - r.started_at)::float8 AS seconds
                      FROM run r JOIN ingestion i ON i.run_id = r.id JOIN snapshot s ON s.id = i.snapshot_id
                      WHERE r.kind = 'ingestion' AND r.state = 'succeeded' AND r.finished_at > r.started_at AND s.rows > 0
                      ORDER BY r.family = :family DESC, r.finished_at DESC LIMIT :runs) x
                """).param("family", family).param("runs", RUNS)
                .query((row, _) -> new Pace(row.getObject(1, Double.class), row.getLong(2))).single();
    }

    /** Of the service that owns a kind of run; its tables may not be there yet. */
    Pace ofKeys(RunKind kind, String schema, String family) {
        boolean there = jdbc.sql("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = ? AND tablename = 'run')")
                .param(schema).query(Boolean.class).single();
        return !there
                ? new Pace(null, 0)
                : jdbc.sql("""
                        SELECT sum(keys) / sum(seconds), count(*)
                        FROM (SELECT (succeeded + fell_back)::float8 AS keys,
                                     extract(epoch FROM finished_at - started_at)::float8 AS seconds
                              FROM %s.run
                              WHERE kind = :kind AND state = 'succeeded' AND finished_at > started_at
                                    AND succeeded + fell_back > 0
                              ORDER BY family = :family DESC, finished_at DESC LIMIT :runs) x
                        """.formatted(schema)).param("kind", kind.wireName()).param("family", family)
                        .param("runs", RUNS)
                        .query((row, _) -> new Pace(row.getObject(1, Double.class), row.getLong(2))).single();
    }
}
