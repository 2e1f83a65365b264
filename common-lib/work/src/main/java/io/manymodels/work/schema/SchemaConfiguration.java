package io.manymodels.work.schema;

import io.manymodels.problem.ManyModelsException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Brings the service's tables to its version, and works on none of a newer one: by itself Flyway takes what it does not know
 * for harmless if its number is the highest.
 */
@Configuration(proxyBeanMethods = false)
public class SchemaConfiguration {

    /** With what each waits for a lock at most 160 seconds; the chart gives a start 300. */
    private static final PatientMigration PATIENT = new PatientMigration(40, Duration.ofSeconds(2));

    @Bean
    FlywayMigrationStrategy migrations() {
        return SchemaConfiguration::migrate;
    }

    private static void migrate(Flyway flyway) {
        List<String> unknown = Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState().isApplied() && !migration.getState().isResolved())
                .map(MigrationInfo::getScript).toList();
        if (!unknown.isEmpty()) {
            throw ManyModelsException.conflict("schema-newer",
                    "The tables in schema [%s] are of a newer version: it made the changes %s, which this one does not know. Maybe start that version, or restore a backup of before the upgrade (docs/how-to/upgrade.md)"
                            .formatted(String.join(", ", flyway.getConfiguration().getSchemas()), unknown));
        }
        PATIENT.migrate(flyway);
    }
}
