package io.manymodels.watch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is measured of each family.
 *
 * @param families that have a series of their own, at most; those beyond are counted
 * @param every how often the tables are asked
 */
@ConfigurationProperties(prefix = "manymodels.watch", ignoreUnknownFields = false)
public record WatchProperties(@DefaultValue("200") int families, @DefaultValue("15s") Duration every) {

    public WatchProperties {
        if (families < 0) {
            throw new IllegalArgumentException(
                    "manymodels.watch.families [%d] is out of range. Maybe 200".formatted(families));
        }
        if (every.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "manymodels.watch.every [%s] is out of range. Maybe 15s".formatted(every));
        }
    }
}
