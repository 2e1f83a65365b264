package io.manymodels.ingestion.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.manymodels.family.FamilyVersion;
import io.manymodels.ingestion.family.CycleTimes;
import io.manymodels.ingestion.family.Families;
import io.manymodels.ingestion.family.FamilyChanged;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;

/**
 * Keeps one row in the scheduler's table for each family with a schedule: when its next cycle is due. It changes in the
 * transaction that changes the family.
 */
class FamilySchedules {

    static final String TASK = "family-cycle";

    private static final Logger LOG = LoggerFactory.getLogger(FamilySchedules.class);

    private final Scheduler scheduler;
    private final Families families;
    private final Clock clock;

    FamilySchedules(Scheduler scheduler, Families families, Clock clock) {
        this.scheduler = scheduler;
        this.families = families;
        this.clock = clock;
    }

    @EventListener
    void on(FamilyChanged changed) {
        TaskInstance<Void> instance = new TaskInstance<>(TASK, changed.family());
        Optional<Instant> next = families.find(changed.family()).map(FamilyVersion::spec)
                .flatMap(spec -> CycleTimes.next(spec, clock.instant()));
        boolean scheduled = scheduler.getScheduledExecution(instance).isPresent();
        if (next.isEmpty()) {
            if (scheduled) {
                scheduler.cancel(instance);
            }
        } else if (scheduled) {
            reschedule(instance, next.get());
        } else {
            scheduler.scheduleIfNotExists(instance, next.get());
        }
    }

    private void reschedule(TaskInstance<Void> instance, Instant next) {
        try {
            scheduler.reschedule(instance, next);
        } catch (TaskInstanceCurrentlyExecutingException e) {
            LOG.info("A cycle is being started family={}; its end sets the next time", instance.getId());
        }
    }
}
