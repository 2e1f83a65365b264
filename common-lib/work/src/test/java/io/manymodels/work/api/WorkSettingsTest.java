package io.manymodels.work.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.work.retention.RetentionProperties;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings are bound as Spring binds them; a wrong one stops the start and names its path. */
class WorkSettingsTest {

    private static <T> T bound(String prefix, Class<T> type, Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
    }

    private static WorkProperties work(Map<String, String> properties) {
        return bound("manymodels.work", WorkProperties.class, properties);
    }

    private static RetentionProperties retention(Map<String, String> properties) {
        return bound("manymodels.retention", RetentionProperties.class, properties);
    }

    @Test
    void whatNobodySetsIsUsual() {
        assertThat(work(Map.of())).isEqualTo(new WorkProperties(2, Duration.ofSeconds(15), 3, Duration.ofMillis(500),
                Duration.ofMillis(200), 200));
    }

    @ParameterizedTest
    @CsvSource({"concurrency, 0", "concurrency, 257", "lease, 999ms", "attempts, 0", "attempts, 101", "backoff, -1ms",
            "poll, 9ms", "listeners, 0"})
    void whatIsOutOfRangeStopsTheStart(String name, String value) {
        assertThatThrownBy(() -> work(Map.of("manymodels.work." + name, value))).rootCause()
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("manymodels.work." + name + " [")
                .hasMessageContaining("is out of range. Maybe ");
    }

    @ParameterizedTest
    @CsvSource({"concurrency, 1", "concurrency, 256", "lease, 1s", "attempts, 1", "attempts, 100", "backoff, 0ms",
            "poll, 10ms", "listeners, 1"})
    void theEndsOfARangeAreInIt(String name, String value) {
        assertThatCode(() -> work(Map.of("manymodels.work." + name, value))).doesNotThrowAnyException();
    }

    @Test
    void everythingThatGrowsIsForgottenWhereNobodySaysWhen() {
        RetentionProperties usual = retention(Map.of());

        assertThat(usual.every()).isEqualTo(Duration.ofHours(1));
        assertThat(usual.runs()).isGreaterThan(usual.outcomes());
        assertThat(usual.outcomes()).isGreaterThan(usual.tasks());
        assertThat(usual.releasesKept()).isEqualTo(20);
    }

    /** Outcomes are asked for by their runs, and tasks by their outcomes. */
    @ParameterizedTest
    @CsvSource({"every, 999ms", "leftovers, 59m", "tasks, 59m", "outcomes, 6d", "runs, 59d", "candidates, 23h",
            "predictions, 59m", "snapshots, 23h", "messages, 59m", "releases, 59m", "releases-kept, 0"})
    void whatWouldBeForgottenTooSoonStopsTheStart(String name, String value) {
        assertThatThrownBy(() -> retention(Map.of("manymodels.retention." + name, value))).rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("manymodels.retention." + name + " [").hasMessageContaining("Maybe ");
    }

    @Test
    void progressNeverGoesBelowNothing() {
        assertThat(Progress.of(10, 1, 2, 3, 1, 1)).isEqualTo(new Progress(10, 1, 2, 3, 1, 1, 2));
        assertThat(Progress.of(0, 3, 0, 0, 0, 0).remaining()).isZero();
        assertThat(Progress.of(10, 1, 2, 3, 1, 1).accountedFor()).isEqualTo(8);
    }

    @Test
    void aRunThatIsNotCutHasOneTaskAndAnUnknownNumberOfPartitions() {
        assertThat(Plan.wholeRun().expected()).isEqualTo(-1);
        assertThat(Plan.wholeRun().tasks()).containsExactly(new TaskRange(0, 0, 0));
    }
}
