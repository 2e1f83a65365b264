package io.manymodels.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    /** Tribuo sorts features by name, and a row's are in the order of their places. */
    @Test
    void namesOfFeaturesSortAsTheirPlacesDo() {
        String[] names = Names.features(12_345);

        assertThat(names).isSorted().doesNotHaveDuplicates();
        assertThat(Arrays.asList(names)).startsWith("f000000", "f000001").endsWith("f012344");
        assertThat(Names.feature(1_234_567)).isEqualTo("f1234567");
    }

    @Test
    void aLabelIsItsPlace() {
        assertThat(Names.label(0)).isEqualTo("0");
        assertThat(Names.isLabel("0", 3)).isTrue();
        assertThat(Names.isLabel("2", 3)).isTrue();
        assertThat(Names.isLabel("123456789", 200_000_000)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "12", "-1", "+1", "01", " 1", "1x", "\u0661", "/", ":", "1234567890"})
    void anythingElseIsNone(String name) {
        assertThat(Names.isLabel(name, 3)).isFalse();
    }
}
