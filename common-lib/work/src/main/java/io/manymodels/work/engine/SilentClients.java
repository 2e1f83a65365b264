package io.manymodels.work.engine;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Ends what {@code idle_in_transaction_session_timeout} does not reach: a session of this service's role whose client fell
 * silent in the middle of a statement. A worker that is held still while it copies rows keeps its task's row locked, and the
 * server waits for the rest of the rows for ever. Not thread-safe.
 */
class SilentClients {

    private static final Logger LOG = LoggerFactory.getLogger(SilentClients.class);

    private final JdbcClient jdbc;
    private Map<Session, Long> silentSince = Map.of();

    SilentClients(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param copied bytes of the rows that a COPY has read; a client that sends more of them is not silent */
    private record Session(int pid, OffsetDateTime statement, long copied) {}

    /** To be called now and then: ends sessions that have been seen silent, without a sign of life, for as long as the bound. */
    void endThem() {
        // One truth with what ends a client that is silent between two statements. Zero: never.
        Duration bound = Duration.ofMillis(jdbc
                .sql("SELECT setting::bigint FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout'")
                .query(Long.class).single());
        if (bound.isZero()) {
            return;
        }
        long now = System.nanoTime();
        Map<Session, Long> seen = new HashMap<>();
        for (Session session : silent()) {
            long since = silentSince.getOrDefault(session, now);
            if (now - since < bound.toNanos()) {
                seen.put(session, since);
            } else if (end(session)) {
                LOG.warn(
                        "Ended a session of the database whose client sent nothing for {} s in the middle of a statement pid={}",
                        bound.toSeconds(), session.pid());
            }
        }
        silentSince = seen;
    }

    private List<Session> silent() {
        return jdbc.sql("""
                SELECT pid, query_start, coalesce(bytes_processed, 0) AS copied
                FROM pg_stat_activity LEFT JOIN pg_stat_progress_copy USING (pid)
                WHERE usename = current_user AND state = 'active' AND wait_event = 'ClientRead'
                """)
                .query((row, _) -> new Session(row.getInt("pid"), row.getObject("query_start", OffsetDateTime.class),
                        row.getLong("copied")))
                .list();
    }

    /** False when the session went on in the meantime. */
    private boolean end(Session session) {
        return jdbc.sql("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE pid = :pid AND query_start = :statement AND wait_event = 'ClientRead'
                """).param("pid", session.pid()).param("statement", session.statement()).query(Boolean.class).optional()
                .orElse(false);
    }
}
