package io.manymodels.ingestion.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class IngestionPropertiesTest {

    private static IngestionProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("manymodels.ingestion",
                Bindable.of(IngestionProperties.class));
    }

    @Test
    void theDefaultsAreThemselvesAllowed() {
        IngestionProperties defaults = bound(Map.of());

        assertThat(defaults.memoryLimit()).isEqualTo("1GB");
        assertThat(defaults.diskLimit().toGigabytes()).isEqualTo(100);
        assertThat(defaults.timeout()).hasHours(6);
        assertThat(defaults.connections()).isEmpty();
        assertThat(defaults.threadsOrProcessors()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"memory-limit|0GB", "memory-limit|1", "memory-limit|-1GB", "memory-limit|1gb",
            "memory-limit|80%", "memory-limit|1GB'; SET x", "memory-limit|1000000 GB", "threads|-1", "threads|1025",
            "disk-limit|0B", "disk-limit|-1GB", "timeout|0s", "timeout|-1h", "connections.erp.port|-1",
            "connections.erp.port|65536",
            "connections.erp.host|a/b", "connections.erp.properties.socketFactory|x"})
    void aSettingThatCannotBeIsRefusedByItsName(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("manymodels.ingestion." + name, value,
                "manymodels.ingestion.connections.erp.database", "erp",
                "manymodels.ingestion.connections.erp.username", "reader"))).isInstanceOf(BindException.class)
                .rootCause().hasMessageContaining("manymodels.ingestion.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1GB", "512MB", "2 GiB", "999999MB", "1TB"})
    void aSizeIsOneOfTheEngines(String size) {
        assertThat(bound(Map.of("manymodels.ingestion.memory-limit", size)).memoryLimit()).isEqualTo(size);
    }

    @Test
    void aConnectionHasItsDefaults() {
        IngestionProperties properties = bound(Map.of("manymodels.ingestion.threads", "3",
                "manymodels.ingestion.connections.erp.database", "erp",
                "manymodels.ingestion.connections.erp.username", "reader",
                "manymodels.ingestion.connections.erp.properties.SSLMODE", "require"));

        assertThat(properties.threadsOrProcessors()).isEqualTo(3);
        assertThat(properties.connections()).containsOnlyKeys("erp");
        assertThat(properties.connections().get("erp")).satisfies(connection -> {
            assertThat(connection.host()).isEqualTo("localhost");
            assertThat(connection.port()).isEqualTo(5432);
            assertThat(connection.password()).isEmpty();
            assertThat(connection.properties()).isEqualTo(Map.of("sslmode", "require"));
        });
    }
}
