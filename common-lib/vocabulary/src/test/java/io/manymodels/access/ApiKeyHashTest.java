package io.manymodels.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyHashTest {

    private static final String KEY = "mm_abcdEF12_s3cret";

    @Test
    void aServiceThatIsToldOfAKeyKnowsItAndNoOther() {
        ApiKeyHash told = ApiKeyHash.parse(ApiKeyHash.of(KEY, EnumSet.of(Role.VIEWER, Role.PREDICTOR)).entry());

        assertThat(told.prefix()).isEqualTo("abcdEF12");
        assertThat(told.roles()).containsExactlyInAnyOrder(Role.VIEWER, Role.PREDICTOR);
        assertThat(told.matches(KEY)).isTrue();
        assertThat(told.matches(KEY + "x")).isFalse();
        assertThat(told.matches("")).isFalse();
    }

    @Test
    void neitherEntryNorTextGivesTheKeyAway() {
        ApiKeyHash hash = ApiKeyHash.of(KEY, Set.of(Role.OPERATOR));

        assertThat(hash.entry()).matches("abcdEF12:OPERATOR:[0-9a-f]{64}").doesNotContain("s3cret");
        assertThat(hash.toString()).doesNotContain("s3cret").doesNotContain(hash.sha256());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mm_short_secret", "mm_abcdEF12_", "xx_abcdEF12_secret", "mm_abcdEF1!_secret"})
    void whatIsNoKeyIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> ApiKeyHash.of(text, Set.of(Role.VIEWER))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("abcdEF1!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abcdEF12", "abcdEF12:VIEWER", "abcdEF12:VIEWER:xyz", "abcdEF12:BOSS:"})
    void whatIsNoEntryIsRefused(String entry) {
        assertThatThrownBy(() -> ApiKeyHash.parse(entry)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prefix:ROLE+ROLE:sha256hex");
    }

    @Test
    void anUnknownRoleIsRefused() {
        assertThatThrownBy(() -> ApiKeyHash.parse("abcdEF12:BOSS:" + "0".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
