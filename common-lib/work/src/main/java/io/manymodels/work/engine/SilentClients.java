package io.manymodels.work.engine;

import io.manymodels.work.engine.SessionRepository.Waiting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what {@code idle_in_transaction_session_timeout} does not reach: a session of this service's role whose client fell
 * silent in the middle of a statement. A worker that is held still while it copies rows keeps its task's row locked, and the
 * server waits for the rest of the rows for ever. Not thread-safe.
 */
class SilentClients {

    private static final Logger LOG = LoggerFactory.getLogger(SilentClients.class);

    private final SessionRepository sessions;
    private final LongSupplier nanoTime;
    private Map<Waiting, Long> silentSince = Map.of();

    /** @param nanoTime nanoseconds since any moment */
    SilentClients(SessionRepository sessions, LongSupplier nanoTime) {
        this.sessions = sessions;
        this.nanoTime = nanoTime;
    }

    /** To be called now and then: ends sessions that have been seen silent, without a sign of life, for as long as the bound. */
    void endThem() {
        // One truth with what ends a client that is silent between two statements.
        Duration bound = sessions.longestSilence();
        if (bound.isZero()) {
            return;
        }
        long now = nanoTime.getAsLong();
        Map<Waiting, Long> seen = new HashMap<>();
        for (Waiting session : sessions.waiting()) {
            long since = silentSince.getOrDefault(session, now);
            if (now - since < bound.toNanos()) {
                seen.put(session, since);
            } else if (sessions.end(session)) {
                LOG.warn(
                        "Ended a session of the database whose client sent nothing for {} s in the middle of a statement pid={}",
                        bound.toSeconds(), session.pid());
            }
        }
        silentSince = seen;
    }
}
