package io.manymodels.promotion.release;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What training found about the models of a release. */
@Repository
class AccuracyRepository {

    /** Plain rules, the one that asks most first. */
    private static final List<String> BASELINES = List.of("seasonal-naive", "naive", "mean", "majority-class");

    private final JdbcClient jdbc;

    AccuracyRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param previous the release before; null for none */
    Accuracy find(long release, @Nullable PublishedRelease previous, String metric) {
        Mean own = mean(release, metric);
        Mean earlier = previous == null ? null : mean(previous.id(), metric);
        Accuracy.Before before = previous == null || earlier == null || earlier.value() == null
                ? null
                : new Accuracy.Before(previous.release(), earlier.keys(), earlier.value());
        Contest contest = contest(release);
        return new Accuracy(metric, own.keys(), own.value(), before, contest.baseline(), contest.keys(),
                contest.relativeLoss());
    }

    private record Mean(long keys, @Nullable Double value) {}

    private Mean mean(long release, String metric) {
        return jdbc.sql("""
                SELECT count(v), avg(v)
                FROM (SELECT (m.metrics ->> :metric)::float8 AS v
                      FROM production.release_entry e JOIN production.model_version m ON m.id = e.model_version_id
                      WHERE e.release_id = :release AND m.scope = 'own') x
                """).param("metric", metric).param("release", release)
                .query((row, _) -> new Mean(row.getLong(1), row.getObject(2, Double.class))).single();
    }

    private record Contest(@Nullable String baseline, long keys, @Nullable Double relativeLoss) {}

    /** One pass over the models for all baselines. */
    private Contest contest(long release) {
        String counts = BASELINES.stream().map(name -> """
                count(*) FILTER (WHERE own IS NOT NULL AND c ->> '%1$s' IS NOT NULL),
                avg(own) FILTER (WHERE c ->> '%1$s' IS NOT NULL),
                avg((c ->> '%1$s')::float8) FILTER (WHERE own IS NOT NULL)
                """.formatted(name)).collect(Collectors.joining(", "));
        return jdbc.sql("""
                SELECT %s
                FROM (SELECT m.provenance -> 'candidates' AS c,
                             (m.provenance -> 'candidates' ->> coalesce(m.provenance ->> 'variant', m.algorithm))::float8 AS own
                      FROM production.release_entry e JOIN production.model_version m ON m.id = e.model_version_id
                      WHERE e.release_id = :release AND m.scope = 'own') x
                """.formatted(counts)).param("release", release).query((row, _) -> {
            for (int i = 0; i < BASELINES.size(); i++) {
                long keys = row.getLong(3 * i + 1);
                if (keys > 0) {
                    double theirs = row.getDouble(3 * i + 3);
                    return new Contest(BASELINES.get(i), keys,
                            theirs == 0 ? null : Double.valueOf(row.getDouble(3 * i + 2) / theirs));
                }
            }
            return new Contest(null, 0, null);
        }).single();
    }
}
