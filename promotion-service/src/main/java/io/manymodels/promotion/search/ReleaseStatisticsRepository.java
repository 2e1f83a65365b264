package io.manymodels.promotion.search;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts over the keys of a release, each in one pass. */
@Repository
class ReleaseStatisticsRepository {

    private static final String VALUES = """
            SELECT NULLIF((m.metrics ->> :metric)::float8, 'NaN') AS v, e.rung, m.algorithm
            FROM production.release_entry e JOIN production.model_version m ON m.id = e.model_version_id
            WHERE e.release_id = :release
            """;

    private final JdbcClient jdbc;

    ReleaseStatisticsRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Keys by algorithm and rung, most first.
     *
     * @param mean of the metric; null where no key of theirs was measured
     */
    record Line(String algorithm, String rung, long keys, @Nullable Double mean, @Nullable Double median) {}

    /** @param metric by which the lines are measured */
    List<Line> leaderboard(long release, String metric) {
        return jdbc.sql("""
                SELECT algorithm, rung, count(*), avg(v), percentile_cont(0.5) WITHIN GROUP (ORDER BY v)
                FROM (%s) x GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
                """.formatted(VALUES)).param("metric", metric).param("release", release)
                .query((row, _) -> new Line(row.getString(1), row.getString(2), row.getLong(3),
                        row.getObject(4, Double.class), row.getObject(5, Double.class)))
                .list();
    }

    /** @param keys whose value lies in [from, to); in the last bin also those beyond */
    record Bin(double from, double to, long keys) {}

    /**
     * How a metric spreads over the keys.
     *
     * @param keys that have a value
     * @param bins of equal width, between the smallest value and one that all but a hundredth stay below
     */
    record Histogram(String metric, long keys, @Nullable Double median, @Nullable Double ninetieth, List<Bin> bins) {}

    Histogram histogram(long release, String metric, int bins) {
        record Range(long keys, double low, double high, @Nullable Double median, @Nullable Double ninetieth) {}
        Range range = jdbc.sql("""
                SELECT count(v), coalesce(min(v), 0), coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY v), 0),
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY v), percentile_cont(0.9) WITHIN GROUP (ORDER BY v)
                FROM (%s) x
                """.formatted(VALUES)).param("metric", metric).param("release", release)
                .query((row, _) -> new Range(row.getLong(1), row.getDouble(2), row.getDouble(3),
                        row.getObject(4, Double.class), row.getObject(5, Double.class)))
                .single();
        if (range.keys() == 0) {
            return new Histogram(metric, 0, null, null, List.of());
        }
        double width = range.high() > range.low() ? (range.high() - range.low()) / bins : 1;
        long[] counts = new long[range.high() > range.low() ? bins : 1];
        jdbc.sql("""
                SELECT least(floor((v - :low) / :width), :last)::int, count(*) FROM (%s) x WHERE v IS NOT NULL GROUP BY 1
                """.formatted(VALUES)).param("metric", metric).param("release", release).param("low", range.low())
                .param("width", width).param("last", counts.length - 1).query(row -> {
                    counts[row.getInt(1)] = row.getLong(2);
                });
        List<Bin> found = new ArrayList<>(counts.length);
        for (int i = 0; i < counts.length; i++) {
            found.add(new Bin(range.low() + i * width, range.low() + (i + 1) * width, counts[i]));
        }
        return new Histogram(metric, range.keys(), range.median(), range.ninetieth(), found);
    }
}
