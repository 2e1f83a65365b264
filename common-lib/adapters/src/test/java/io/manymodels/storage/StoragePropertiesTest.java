package io.manymodels.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class StoragePropertiesTest {

    private static final Map<String, String> LEAST = Map.of("manymodels.storage.endpoint", "http://127.0.0.1:9000",
            "manymodels.storage.access-key", "training", "manymodels.storage.secret-key", "s3cret");

    private static StorageProperties bound(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(more);
        return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("manymodels.storage",
                StorageProperties.class);
    }

    @Test
    void everyWaitHasAnEndWhereNobodySaysWhich() {
        StorageProperties properties = bound(Map.of());

        assertThat(properties.region()).isEqualTo("us-east-1");
        assertThat(properties.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(properties.silence()).isEqualTo(Duration.ofSeconds(20));
        assertThat(properties.callTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(properties.copyTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(properties.attempts()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"endpoint", "access-key", "secret-key"})
    void whoAndWhereHasToBeSaid(String name) {
        assertThatThrownBy(() -> bound(Map.of("manymodels.storage." + name, ""))).rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("manymodels.storage." + name + " is missing. Maybe ")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({"connect-timeout, 0s", "silence, -1s", "call-timeout, 0ms", "copy-timeout, -5m", "attempts, 0",
            "attempts, -1"})
    void whatIsOutOfRangeStopsTheStartWithItsPath(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("manymodels.storage." + name, value))).rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("manymodels.storage." + name + " [").hasMessageContaining("Maybe ");
    }

    @Test
    void theSecretIsNotShown() {
        assertThat(bound(Map.of())).asString().contains("http://127.0.0.1:9000", "training").doesNotContain("s3cret");
    }
}
