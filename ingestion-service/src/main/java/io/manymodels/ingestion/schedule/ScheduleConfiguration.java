package io.manymodels.ingestion.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.manymodels.family.FamilyVersion;
import io.manymodels.ingestion.cycle.Cycles;
import io.manymodels.ingestion.family.CycleTimes;
import io.manymodels.ingestion.family.Families;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** The scheduler: every instance of this service polls the same table, and one of them starts a due cycle. */
@Configuration(proxyBeanMethods = false)
class ScheduleConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduleConfiguration.class);
    private static final Duration POLL = Duration.ofSeconds(5);

    /** Its own writes outside of a transaction commit themselves; those of {@link FamilySchedules} join the family's. */
    @Bean
    Scheduler cycleScheduler(DataSource dataSource, Families families, Cycles cycles, Clock clock,
            FlywayMigrationInitializer migrated) {
        CustomTask<Void> task = Tasks.custom(FamilySchedules.TASK, Void.class)
                .execute((instance, context) -> run(instance.getId(), families, cycles, clock));
        return Scheduler.create(new TransactionAwareDataSourceProxy(dataSource), task).threads(1)
                .pollingInterval(POLL).build();
    }

    private static CompletionHandler<Void> run(String family, Families families, Cycles cycles, Clock clock) {
        Optional<FamilyVersion> version = families.find(family);
        if (version.isPresent() && version.get().spec().schedule() != null) {
            cycles.startUnlessRunning(family, "schedule").ifPresentOrElse(
                    cycle -> LOG.info("Cycle started by schedule family={} cycle={}", family, cycle),
                    () -> LOG.warn("Cycle not started by schedule, because one is still running family={}", family));
        }
        // Asked only now, because the spec may have changed meanwhile.
        return (complete, operations) -> families.find(family)
                .flatMap(found -> CycleTimes.next(found.spec(), clock.instant()))
                .ifPresentOrElse(next -> operations.reschedule(complete, next), operations::remove);
    }

    @Bean
    FamilySchedules familySchedules(Scheduler scheduler, Families families, Clock clock) {
        return new FamilySchedules(scheduler, families, clock);
    }

    /** Starts with the service and stops before its connections close. */
    @Bean
    SmartLifecycle schedulerLifecycle(Scheduler scheduler) {
        return new SmartLifecycle() {
            @Override
            public void start() {
                scheduler.start();
            }

            @Override
            public void stop() {
                scheduler.stop();
            }

            @Override
            public boolean isRunning() {
                var state = scheduler.getSchedulerState();
                return state.isStarted() && !state.isShuttingDown();
            }
        };
    }
}
