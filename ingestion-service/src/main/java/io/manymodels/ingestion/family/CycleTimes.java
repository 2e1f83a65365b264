package io.manymodels.ingestion.family;

import io.manymodels.family.FamilySpec;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.springframework.scheduling.support.CronExpression;

/** When the cycles of a family are due. */
public final class CycleTimes {

    private CycleTimes() {}

    /** The first time after {@code now} that the spec's cron names; empty without a schedule, or when there is none. */
    public static Optional<Instant> next(FamilySpec spec, Instant now) {
        if (spec.schedule() == null) {
            return Optional.empty();
        }
        String cron = spec.schedule().cron();
        CronExpression times = CronExpression.parse("0 " + cron);
        ZonedDateTime next = times.next(now.atZone(spec.schedule().zone()));
        // Where clocks are set back an hour comes twice: half past two is due once, every hour each time.
        if (next != null && namesHours(cron) && !next.equals(next.withEarlierOffsetAtOverlap())) {
            next = times.next(next);
        }
        return Optional.ofNullable(next).map(ZonedDateTime::toInstant);
    }

    private static boolean namesHours(String cron) {
        return !cron.strip().split("\\s+")[1].startsWith("*");
    }
}
