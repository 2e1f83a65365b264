package io.manymodels.promotion.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class FigureTest {

    @Property
    void aFigureIsTheNumberToSixDigits(@ForAll @DoubleRange(min = -1e12, max = 1e12) double value) {
        String text = Figure.of(value);

        assertThat(Double.parseDouble(text)).isCloseTo(value, within(
                Math.max(Math.abs(value) * 5.1e-6, Double.MIN_VALUE)));
        assertThat(text).doesNotContain("E").doesNotMatch(".*[.].*0").matches("-?[0-9]+([.][0-9]+)?");
    }

    @Example
    void asPeopleWriteThem() {
        assertThat(Figure.of(0)).isEqualTo("0");
        assertThat(Figure.of(-0.0)).isEqualTo("0");
        assertThat(Figure.of(60)).isEqualTo("60");
        assertThat(Figure.of(0.1 + 0.2)).isEqualTo("0.3");
        assertThat(Figure.of(12_345_678)).isEqualTo("12345700");
        assertThat(Figure.of(1e-9)).isEqualTo("0.000000001");
        assertThat(Figure.of(-2.5)).isEqualTo("-2.5");
    }
}
