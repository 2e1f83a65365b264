package io.manymodels.work.engine;

import io.manymodels.sql.SqlIdentifier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What PostgreSQL's planner knows of the service's tables, and what its indexes have put off. Autovacuum looks at a table up to
 * a minute after it was filled, and the next step of a cycle reads it within a second: planned for a few rows, a join of a
 * hundred thousand keys takes minutes. Each search by tags reads all entries that a GIN index has not sorted in yet: a megabyte
 * of them takes seven times as long as the search itself.
 */
class StatisticsRepository {

    private final JdbcClient jdbc;

    StatisticsRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Analyses the tables of this schema that have grown by a tenth since they were last looked at, and has GIN indexes sort in
     * what they put off. Takes part in the caller's transaction, whose rows count: readers have the statistics as soon as
     * they have the rows.
     */
    void refresh() {
        jdbc.sql("""
                SELECT c.relname FROM pg_class c
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
                  AND c.relowner = current_user::regrole
                  AND pg_relation_size(c.oid) / current_setting('block_size')::bigint > 1.1 * c.relpages + 16
                """).query(String.class).list()
                .forEach(table -> jdbc.sql("ANALYZE " + SqlIdentifier.quote(table)).update());
        jdbc.sql("""
                SELECT gin_clean_pending_list(c.oid) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'i' AND a.amname = 'gin'
                  AND c.relowner = current_user::regrole
                """).query(Long.class).list();
    }
}
