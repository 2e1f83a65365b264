package io.manymodels.work.engine;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions of the database under this service's own role, in whatever process their client is. */
class SessionRepository {

    private final JdbcClient jdbc;

    SessionRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A session that waits for its client in the middle of a statement.
     *
     * @param copied bytes of rows that a COPY has read; a client that sends more of them is not silent
     */
    record Waiting(int pid, OffsetDateTime statement, long copied) {}

    /** How long a client may be silent in a transaction, between two statements; zero for ever. */
    Duration longestSilence() {
        return Duration.ofMillis(jdbc
                .sql("SELECT setting::bigint FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout'")
                .query(Long.class).single());
    }

    List<Waiting> waiting() {
        return jdbc.sql("""
                SELECT pid, query_start, coalesce(bytes_processed, 0) AS copied
                FROM pg_stat_activity LEFT JOIN pg_stat_progress_copy USING (pid)
                WHERE usename = current_user AND state = 'active' AND wait_event = 'ClientRead'
                """)
                .query((row, _) -> new Waiting(row.getInt("pid"), row.getObject("query_start", OffsetDateTime.class),
                        row.getLong("copied")))
                .list();
    }

    /** False when the session went on in the meantime. */
    boolean end(Waiting session) {
        return jdbc.sql("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE pid = :pid AND query_start = :statement AND wait_event = 'ClientRead'
                """).param("pid", session.pid()).param("statement", session.statement()).query(Boolean.class).optional()
                .orElse(false);
    }
}
