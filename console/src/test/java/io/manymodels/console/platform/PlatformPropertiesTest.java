package io.manymodels.console.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.deployment.Service;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformPropertiesTest {

    @Test
    void whatIsNotNamedIsAtItsUsualPort() {
        PlatformProperties properties = new PlatformProperties(Map.of("scoring", URI.create("https://scoring:443")),
                Duration.ofSeconds(8));

        assertThat(properties.byService()).hasSize(5)
                .containsEntry(Service.SCORING, URI.create("https://scoring:443"))
                .containsEntry(Service.INGESTION, URI.create("http://127.0.0.1:8081"));
    }

    /** A slip of the pen is found at the start, and not when somebody opens a page. */
    @Test
    void aServiceThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> new PlatformProperties(Map.of("scorring", URI.create("http://x")),
                Duration.ofSeconds(8))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("SCORRING");
    }
}
