package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.access.ApiKeyHash;
import io.manymodels.access.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;

/** Settings are bound as Spring binds them; a wrong one stops the start and names its path. */
class WebSettingsTest {

    private static final String ENTRY = ApiKeyHash.of("mm_abcdEF12_s3cret", Set.of(Role.VIEWER)).entry();

    private static <T> T bound(String prefix, Class<T> type, Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
    }

    @Test
    void bodiesAreBoundedWhereNobodySaysHow() {
        assertThat(bound("manymodels.web", WebProperties.class, Map.of()))
                .isEqualTo(new WebProperties(DataSize.ofMegabytes(8), DataSize.ofMegabytes(24)));
    }

    @ParameterizedTest
    @CsvSource({"1023B, 24MB, manymodels.web.largest-body [1023B] is out of range. Maybe 8MB",
            "0B, 24MB, manymodels.web.largest-body [0B]",
            "8MB, 7MB, 'manymodels.web.bodies [7340032B] is less than manymodels.web.largest-body [8388608B]. Maybe'"})
    void boundsThatLetNothingThroughAreRefused(String largest, String bodies, String message) {
        assertThatThrownBy(() -> bound("manymodels.web", WebProperties.class,
                Map.of("manymodels.web.largest-body", largest, "manymodels.web.bodies", bodies))).rootCause()
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }

    @Test
    void withoutKeysNobodyMayCallAndMetricsAreOpenOnThisMachine() {
        SecurityProperties properties = bound("manymodels.security", SecurityProperties.class, Map.of());

        assertThat(properties.apiKeys()).isEmpty();
        assertThat(properties.openMetrics()).isTrue();
    }

    @Test
    void emptyEntriesOfAListAreNoKeys() {
        SecurityProperties properties = bound("manymodels.security", SecurityProperties.class,
                Map.of("manymodels.security.api-keys", ENTRY + ",,  "));

        assertThat(properties.apiKeys()).containsExactly(ENTRY);
    }

    @Test
    void aWrongKeyStopsTheStartWithoutBeingShown() {
        assertThatThrownBy(() -> new SecurityProperties(List.of(ENTRY, "mm_abcdEF12_s3cret"), true))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("manymodels.security.api-keys")
                .hasMessageNotContaining("s3cret");
        assertThat(new SecurityProperties(List.of(ENTRY), true)).hasToString("SecurityProperties[1 API keys]");
    }

    @Test
    void aRuleKeepsItsRoles() {
        AccessRule rule = new AccessRule(HttpMethod.POST, "/api/v1/x", Set.of(Role.APPROVER));

        assertThat(rule.roles()).containsExactly(Role.APPROVER).isUnmodifiable();
    }
}
