package io.manymodels.work.schema;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes tables that services of the version before work on. Where they hold a lock for longer than
 * {@code beforeEachMigrate.sql} waits, or wait for the migration's own, it takes back what it did and tries again.
 *
 * @param tries how often a migration is tried, the first time included
 * @param pause between two tries, in which those who wait come first
 */
record PatientMigration(int tries, Duration pause) {

    private static final Logger LOG = LoggerFactory.getLogger(PatientMigration.class);
    /** deadlock_detected and lock_not_available (PostgreSQL, appendix A). */
    private static final Set<String> BUSY = Set.of("40P01", "55P03");

    /** Throws what the last try threw, and at once whatever says that no lock was the cause. */
    void migrate(Flyway flyway) {
        for (int attempt = 1;; attempt++) {
            try {
                flyway.migrate();
                return;
            } catch (FlywayException e) {
                SQLException busy = busy(e).orElseThrow(() -> e);
                if (attempt >= tries) {
                    throw e;
                }
                LOG.warn("Tables are in use, their migration is tried again attempt={} of={}: {}", attempt, tries,
                        busy.getMessage());
                waitFor(e);
            }
        }
    }

    private void waitFor(FlywayException cause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }

    private static Optional<SQLException> busy(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance).map(SQLException.class::cast)
                .filter(cause -> BUSY.contains(String.valueOf(cause.getSQLState()))).findFirst();
    }
}
