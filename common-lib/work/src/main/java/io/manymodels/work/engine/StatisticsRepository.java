package io.manymodels.work.engine;

import io.manymodels.sql.SqlIdentifier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What PostgreSQL's planner knows of the service's tables. Autovacuum looks at a table up to a minute after it was filled,
 * and the next step of a cycle reads it within a second: planned for a few rows, a join of a hundred thousand keys takes
 * minutes.
 */
class StatisticsRepository {

    private final JdbcClient jdbc;

    StatisticsRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Analyses the tables of this schema that have grown by a tenth since they were last looked at. Takes part in the
     * caller's transaction, whose rows count: readers have the statistics as soon as they have the rows.
     */
    void refresh() {
        jdbc.sql("""
                SELECT c.relname FROM pg_class c
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
                  AND c.relowner = current_user::regrole
                  AND pg_relation_size(c.oid) / current_setting('block_size')::bigint > 1.1 * c.relpages + 16
                """).query(String.class).list()
                .forEach(table -> jdbc.sql("ANALYZE " + SqlIdentifier.quote(table)).update());
    }
}
