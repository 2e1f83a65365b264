package io.manymodels.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

class FamilyTimesTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private SortedMap<String, Instant> tables = new TreeMap<>();

    @Test
    void eachFamilyHasItsTime() {
        tables.put("hospital", Instant.ofEpochSecond(300));
        tables.put("orange-juice", Instant.ofEpochSecond(200));

        times(10).refresh();

        assertThat(series()).containsOnly(Map.entry("hospital", 300.0), Map.entry("orange-juice", 200.0));
        assertThat(value("manymodels.family.predictions.oldest.timestamp")).isEqualTo(200);
        assertThat(value("manymodels.family.predictions.untold")).isZero();
    }

    @Test
    void familiesBeyondTheBoundAreCountedAndTheOldestIsSeenAmongThem() {
        tables.putAll(Map.of("a", Instant.ofEpochSecond(300), "b", Instant.ofEpochSecond(400), "c",
                Instant.ofEpochSecond(100)));

        times(2).refresh();

        assertThat(series()).containsOnlyKeys("a", "b");
        assertThat(value("manymodels.family.predictions.untold")).isOne();
        assertThat(value("manymodels.family.predictions.oldest.timestamp")).isEqualTo(100);
    }

    @Test
    void familiesComeGoAndMoveOn() {
        FamilyTimes times = times(10);
        tables.put("a", Instant.ofEpochSecond(300));
        tables.put("b", Instant.ofEpochSecond(300));
        times.refresh();

        tables = new TreeMap<>(Map.of("b", Instant.ofEpochSecond(500), "c", Instant.ofEpochSecond(400)));
        times.refresh();

        assertThat(series()).containsOnly(Map.entry("b", 500.0), Map.entry("c", 400.0));
    }

    @Test
    void withoutFamiliesNothingIsOld() {
        times(10).refresh();

        assertThat(series()).isEmpty();
        assertThat(value("manymodels.family.predictions.oldest.timestamp")).isNaN();
    }

    @Test
    void aDatabaseThatDoesNotAnswerChangesNothing() {
        tables.put("a", Instant.ofEpochSecond(300));
        boolean[] gone = {false};
        FamilyTimes times = new FamilyTimes(registry, new WatchProperties(10, Duration.ofSeconds(15)),
                "manymodels.family.predictions", "x", () -> {
                    if (gone[0]) {
                        throw new QueryTimeoutException("gone");
                    }
                    return tables;
                });
        times.refresh();
        gone[0] = true;

        times.refresh();

        assertThat(series()).containsOnly(Map.entry("a", 300.0));
    }

    @Test
    void theBoundIsChecked() {
        assertThatThrownBy(() -> new WatchProperties(-1, Duration.ofSeconds(15)))
                .hasMessage("manymodels.watch.families [-1] is out of range. Maybe 200");
        assertThatThrownBy(() -> new WatchProperties(1, Duration.ZERO))
                .hasMessage("manymodels.watch.every [PT0S] is out of range. Maybe 15s");
    }

    private FamilyTimes times(int most) {
        return new FamilyTimes(registry, new WatchProperties(most, Duration.ofSeconds(15)),
                "manymodels.family.predictions", "When predictions were published", () -> tables);
    }

    private Map<String, Double> series() {
        return registry.find("manymodels.family.predictions.timestamp").gauges().stream()
                .collect(Collectors.toMap(gauge -> gauge.getId().getTag("family"), Gauge::value));
    }

    private double value(String name) {
        return registry.get(name).gauge().value();
    }
}
