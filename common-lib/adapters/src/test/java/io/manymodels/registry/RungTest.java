package io.manymodels.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rungs stand in tables, predictions and answers: their names and their order never change. */
class RungTest {

    @ParameterizedTest
    @CsvSource({"own, false", "previous, false", "group, true", "family, true", "baseline, true"})
    void aRungKnowsWhetherKeysShareItsModel(String name, boolean shared) {
        Rung rung = Rung.ofWireName(name);

        assertThat(rung.wireName()).isEqualTo(name);
        assertThat(rung.isShared()).isEqualTo(shared);
    }

    @Test
    void theLadderGoesDownInItsOrder() {
        assertThat(Arrays.stream(Rung.values()).map(Rung::wireName)).containsExactly("own", "previous", "group",
                "family", "baseline");
        assertThatThrownBy(() -> Rung.ofWireName("attic")).isInstanceOf(IllegalArgumentException.class);
    }
}
