package io.manymodels.work.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things are kept. What the current release of a family, and those that one can roll back to, refer to is kept
 * however old it is; so are the last runs of each family.
 *
 * @param every how often the rules run
 * @param leftovers how long after a run's end what its late attempts left lying about stays; longer than any attempt may
 *        take
 * @param tasks of ended runs
 * @param outcomes of partitions, and verdicts
 * @param runs of every kind, and cycles
 * @param candidates of trainings that nothing which is kept refers to, and their packs
 * @param predictions in object storage, once their table is gone
 * @param snapshots in catalogue and lake that no ingestion came to again
 * @param messages that were set aside
 * @param facts that the broker took, to be sent again should it get lost
 * @param releasesKept releases of a family that one can roll back to, the latest ones, beside the current one
 * @param releases at least this long one can roll back to a release, whatever their number
 * @param families that were deleted and can be brought back as they were
 */
@ConfigurationProperties(prefix = "manymodels.retention", ignoreUnknownFields = false)
public record RetentionProperties(@DefaultValue("1h") Duration every, @DefaultValue("1d") Duration leftovers,
        @DefaultValue("7d") Duration tasks, @DefaultValue("60d") Duration outcomes, @DefaultValue("180d") Duration runs,
        @DefaultValue("30d") Duration candidates, @DefaultValue("60d") Duration predictions,
        @DefaultValue("30d") Duration snapshots, @DefaultValue("30d") Duration messages,
        @DefaultValue("7d") Duration facts,
        @DefaultValue("20") int releasesKept,
        @DefaultValue("60d") Duration releases, @DefaultValue("30d") Duration families) {

    public RetentionProperties {
        atLeast("every", every, Duration.ofSeconds(1));
        atLeast("leftovers", leftovers, Duration.ofHours(1));
        atLeast("tasks", tasks, Duration.ofHours(1));
        atLeast("outcomes", outcomes, tasks);
        atLeast("runs", runs, outcomes);
        atLeast("candidates", candidates, Duration.ofDays(1));
        atLeast("predictions", predictions, Duration.ofHours(1));
        atLeast("snapshots", snapshots, Duration.ofDays(1));
        atLeast("messages", messages, Duration.ofHours(1));
        atLeast("facts", facts, Duration.ofHours(1));
        atLeast("releases", releases, Duration.ofHours(1));
        atLeast("families", families, Duration.ofHours(1));
        atLeastOne("releases-kept", releasesKept);
    }

    private static void atLeast(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "manymodels.retention.%s [%s] is out of range. Maybe [%s] or more".formatted(name, value, least));
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "manymodels.retention.%s [%d] is out of range. Maybe 5".formatted(name, value));
        }
    }
}
