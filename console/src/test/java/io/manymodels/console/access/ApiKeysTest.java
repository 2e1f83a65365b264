package io.manymodels.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.access.ApiKeyHash;
import io.manymodels.access.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

    private static final String READER = "mm_reader12_open sesame";
    private static final String APPROVER = "mm_approver_shut sesame";

    private final ApiKeys keys = new ApiKeys(new AccessProperties(List.of(
            ApiKeyHash.of(READER, Set.of(Role.VIEWER)).entry(), " ",
            ApiKeyHash.of(APPROVER, Set.of(Role.VIEWER, Role.APPROVER)).entry())));

    @Test
    void aKeyIsItsHoldersAndMayBePastedWithSpaceAround() {
        assertThat(keys.holder(READER)).hasValueSatisfying(user -> {
            assertThat(user.prefix()).isEqualTo("reader12");
            assertThat(user.isApprover()).isFalse();
        });
        assertThat(keys.holder("  " + APPROVER + "\n")).hasValueSatisfying(user -> {
            assertThat(user.isApprover()).isTrue();
            assertThat(user.apiKey()).isEqualTo(APPROVER);
        });
    }

    /** The right prefix with the secret of another key opens nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "mm_reader12_", "mm_reader12_shut sesame", "mm_reader12_open sesame!", "reader12",
            "mm_nobody12_open sesame", "mm_READER12_open sesame"})
    void anotherTextIsNobodys(String text) {
        assertThat(keys.holder(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"VIEWER, false, false, false", "OPERATOR, true, false, true", "APPROVER, false, true, false",
            "PREDICTOR, false, false, true"})
    void aRoleShowsItsButtons(Role role, boolean operates, boolean approves, boolean predicts) {
        ConsoleUser user = new ConsoleUser("someone1", Set.of(role), "mm_someone1_secret");

        assertThat(List.of(user.isOperator(), user.isApprover(), user.isPredictor()))
                .containsExactly(operates, approves, predicts);
    }

    @Test
    void noTextOfOursTellsAKey() {
        AccessProperties properties = new AccessProperties(
                List.of(ApiKeyHash.of(READER, Set.of(Role.VIEWER)).entry()));

        assertThat(properties.toString()).isEqualTo("AccessProperties[1 API keys]");
        assertThat(keys.holder(READER).map(ConsoleUser::toString)).hasValueSatisfying(
                text -> assertThat(text).contains("reader12").doesNotContain("sesame"));
    }

    @Test
    void anEntryThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> new AccessProperties(List.of("reader12:VIEWER:abc")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Maybe");
    }
}
