package io.manymodels.work.schema;

import io.manymodels.sql.SqlState;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Changes tables that services of the version before work on. Where they hold a lock for longer than
 * {@code beforeEachMigrate.sql} waits, or wait for the migration's own, it takes back what it did and tries again.
 *
 * @param tries how often a migration is tried, the first time included
 * @param pause between two tries, in which those who wait come first
 */
record PatientMigration(int tries, Duration pause) {

    private static final Logger LOG = LoggerFactory.getLogger(PatientMigration.class);

    /** Throws what the last try threw, and at once whatever says that no lock was the cause. */
    void migrate(Flyway flyway) {
        for (int attempt = 1;; attempt++) {
            try {
                flyway.migrate();
                return;
            } catch (FlywayException e) {
                if (attempt >= tries || !SqlState.isOfLocks(e)) {
                    throw e;
                }
                LOG.warn("Tables are in use, their migration is tried again attempt={} of={}: {}", attempt, tries,
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
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
}
