package io.manymodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From scores to values of the target, and where its intervals' quantiles are looked up. */
class LinkTest {

    @Test
    void aScoreIsLevelledHeldShiftedAndTransformedBack() {
        Link link = new Link(TargetTransform.LOG, 0.5, 0.25, -1, 2, false);

        assertThat(link.location(1)).isEqualTo(1.5);
        assertThat(link.location(9)).isEqualTo(2);
        assertThat(link.location(-9)).isEqualTo(-1);
        assertThat(link.value(1)).isCloseTo(Math.exp(1.75), within(1e-12));
        assertThat(link.value(9)).isCloseTo(Math.exp(2.25), within(1e-12));
    }

    @Test
    void valuesAreHeldAtZeroWhereTheTargetIs() {
        assertThat(new Link(TargetTransform.IDENTITY, 0, 0, -10, 10, true).value(-3)).isZero();
        assertThat(new Link(TargetTransform.IDENTITY, 0, 0, -10, 10, false).value(-3)).isEqualTo(-3);
        assertThat(Link.IDENTITY.value(-3)).isEqualTo(-3);
    }

    @Test
    void aFloorOverItsCeilingIsNone() {
        assertThatThrownBy(() -> new Link(TargetTransform.LOG, 0, 0, 2, 1, false)).hasMessageContaining("[2.0]")
                .hasMessageContaining("[1.0]");
        assertThatThrownBy(() -> new Link(TargetTransform.LOG, 0, 0, Double.NaN, 1, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Link(TargetTransform.IDENTITY, 0, 0, 1, 1, false).value(7)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(TargetTransform.class)
    void aTransformIsFoundByItsCode(TargetTransform transform) {
        assertThat(TargetTransform.of(transform.code())).isEqualTo(transform);
        assertThatThrownBy(() -> TargetTransform.of(7)).hasMessageContaining("[7]");
    }

    @Property(tries = 300)
    void aTransformGoesThereAndBack(@ForAll TargetTransform transform, @ForAll("positive") double value) {
        assertThat(transform.inverse(transform.forward(value))).isCloseTo(value, within(1e-9 * value + 1e-12));
    }

    @Provide
    Arbitrary<Double> positive() {
        return Arbitraries.doubles().between(0.01, 1e9);
    }

    @Test
    void quantilesGoByLeadAndElseByAllTogether() {
        ResidualQuantiles quantiles = new ResidualQuantiles(3, new double[][] {{-1, -2, -9}},
                new double[][] {{1, 2, 9}});

        assertThat(quantiles.leads()).isEqualTo(2);
        assertThat(quantiles.column(2)).isEqualTo(2);
        assertThat(quantiles.column(3)).isZero();
        assertThat(quantiles.column(4)).isEqualTo(1);
        assertThat(quantiles.column(5)).isEqualTo(2);
        assertThat(quantiles.column(Long.MAX_VALUE)).isEqualTo(2);
        assertThat(ResidualQuantiles.NONE.leads()).isZero();
        assertThat(ResidualQuantiles.pooled(new double[] {-1, -2}, new double[] {1, 2}).intervals()).isEqualTo(2);
        assertThat(ResidualQuantiles.pooled(new double[] {-1, -2}, new double[] {1, 2}).column(7)).isZero();
    }

    @Test
    void quantilesThatDoNotFitAreRefused() {
        double[][] two = {{-1, -2}};
        double[][] one = {{-1}};
        double[][] none = {{}};
        double[][] uneven = {{1}, {1, 2}};

        assertThatThrownBy(() -> new ResidualQuantiles(0, one, one)).hasMessageContaining("lead [0]");
        assertThatThrownBy(() -> new ResidualQuantiles(1, one, uneven)).hasMessageContaining("[1] lower and [2] upper");
        assertThatThrownBy(() -> new ResidualQuantiles(1, two, one)).hasMessageContaining("interval [0]");
        assertThatThrownBy(() -> new ResidualQuantiles(1, one, two)).hasMessageContaining("interval [0]");
        assertThatThrownBy(() -> new ResidualQuantiles(1, none, none)).hasMessageContaining("interval [0]");
        assertThatThrownBy(() -> new ResidualQuantiles(1, uneven, uneven)).hasMessageContaining("interval [1]");
    }
}
