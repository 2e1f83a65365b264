package io.manymodels.work.engine;

import io.manymodels.sql.SqlIdentifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What PostgreSQL's planner knows of the service's tables, and what its indexes have put off. Autovacuum looks at a table up to
 * a minute after it was filled, and the next step of a cycle reads it within a second: planned for a few rows, a join of a
 * hundred thousand keys takes minutes. Each search by tags reads all entries that a GIN index has not sorted in yet: a megabyte
 * of them takes seven times as long as the search itself.
 */
class StatisticsRepository {

    /** Of PostgreSQL's default of 100: three hundred times as many rows are looked at. */
    private static final int STATISTICS_TARGET = 20;

    private final JdbcClient jdbc;

    StatisticsRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Analyses the tables of this schema that have grown by a tenth since they were last looked at, and has GIN indexes sort in
     * what they put off. Takes part in the caller's transaction, whose rows count: readers have the statistics as soon as
     * they have the rows. What joins need is found in a fifth of the rows that PostgreSQL looks at by itself; autovacuum, for
     * which a part of the columns does not count, does the whole within a minute, JSON included.
     */
    void refresh() {
        jdbc.sql("SELECT set_config('default_statistics_target', :target, true)")
                .param("target", Integer.toString(STATISTICS_TARGET)).query(String.class).single();
        jdbc.sql("""
                SELECT c.relname, array_agg(a.attname ORDER BY a.attnum)
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
                  AND c.relowner = current_user::regrole
                  AND pg_relation_size(c.oid) / current_setting('block_size')::bigint > 1.1 * c.relpages + 16
                  AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget IS DISTINCT FROM 0
                  AND a.atttypid <> 'jsonb'::regtype
                GROUP BY c.relname
                """).query((row, _) -> "ANALYZE %s (%s)".formatted(SqlIdentifier.quote(row.getString(1)), names(row)))
                .list().forEach(analysis -> jdbc.sql(analysis).update());
        jdbc.sql("""
                SELECT gin_clean_pending_list(c.oid) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'i' AND a.amname = 'gin'
                  AND c.relowner = current_user::regrole
                """).query(Long.class).list();
    }

    private static String names(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray(2).getArray()).map(SqlIdentifier::quote)
                .collect(Collectors.joining(", "));
    }
}
