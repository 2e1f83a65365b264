package io.manymodels.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * When something last happened to each family, in seconds since 1970: {@code NAME.timestamp}, a series a family. The first
 * families by name have one, as many as the configuration grants; {@code NAME.oldest.timestamp} is the oldest time of all
 * (NaN without any), and {@code NAME.untold} counts the families that have no series. Series of families that are gone go.
 */
public final class FamilyTimes {

    private static final Logger LOG = LoggerFactory.getLogger(FamilyTimes.class);

    private final String name;
    private final int most;
    private final Supplier<SortedMap<String, Instant>> read;
    private final MultiGauge series;
    private volatile SortedMap<String, Instant> latest = Collections.emptySortedMap();

    /**
     * @param name of the metrics
     * @param what it is that happened, for the description
     * @param read the time of each family, from the tables
     */
    public FamilyTimes(MeterRegistry registry, WatchProperties properties, String name, String what,
            Supplier<SortedMap<String, Instant>> read) {
        this.name = name;
        this.most = properties.families();
        this.read = read;
        this.series = MultiGauge.builder(name + ".timestamp").baseUnit("seconds").description(what).register(registry);
        Gauge.builder(name + ".oldest.timestamp", this, FamilyTimes::oldest).baseUnit("seconds")
                .description(what + ": the family for which it is longest ago").register(registry);
        Gauge.builder(name + ".untold", this, times -> Math.max(times.latest.size() - most, 0))
                .description("Families without a series of their own").register(registry);
    }

    @Scheduled(fixedDelayString = "${manymodels.watch.every:15s}")
    void refresh() {
        try {
            latest = read.get();
        } catch (DataAccessException e) {
            LOG.warn("{} stays as it was: {}", name, e.toString());
            return;
        }
        series.register(latest.keySet().stream().limit(most)
                .map(family -> MultiGauge.Row.of(Tags.of("family", family), () -> secondsOf(family)))
                .collect(Collectors.toList()));
    }

    private double secondsOf(String family) {
        Instant time = latest.get(family);
        return time == null ? Double.NaN : time.getEpochSecond();
    }

    private double oldest() {
        return latest.values().stream().mapToLong(Instant::getEpochSecond).asDoubleStream().min().orElse(Double.NaN);
    }
}
