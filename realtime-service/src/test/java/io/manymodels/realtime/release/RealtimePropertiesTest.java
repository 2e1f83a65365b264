package io.manymodels.realtime.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class RealtimePropertiesTest {

    private static RealtimeProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("manymodels.realtime",
                RealtimeProperties.class);
    }

    @Test
    void whatNobodySetsIsUsual() {
        assertThat(bound(Map.of())).isEqualTo(new RealtimeProperties(DataSize.ofMegabytes(256), 200_000,
                Duration.ofSeconds(5), Duration.ofSeconds(10), 10_000));
    }

    @ParameterizedTest
    @CsvSource({"cache-bytes, 1023B", "entries, 0", "staleness, 0s", "staleness, -1s", "load-timeout, 0ms",
            "largest-request, 0"})
    void whatIsOutOfRangeStopsTheStartWithItsPath(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("manymodels.realtime." + name, value))).rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("manymodels.realtime." + name + " [")
                .hasMessageContaining("is out of range. Maybe ");
    }

    @ParameterizedTest
    @CsvSource({"cache-bytes, 1KB", "entries, 1", "staleness, 1ms", "load-timeout, 1ms", "largest-request, 1"})
    void theLeastIsTaken(String name, String value) {
        assertThat(bound(Map.of("manymodels.realtime." + name, value))).isNotNull();
    }
}
