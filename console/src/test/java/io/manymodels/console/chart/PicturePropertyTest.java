package io.manymodels.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the numbers are, a picture stays inside its frame and is one that a browser can read. */
class PicturePropertyTest {

    private static final Pattern POINT = Pattern.compile("[ML](\\S+?) ([^MLZ\"]+)");
    private static final Pattern BAR = Pattern.compile("x=\"(\\S+)\" y=\"(\\S+)\" width=\"(\\S+)\" height=\"(\\S+)\"");

    @Property
    void everyPointOfALineIsInsideTheFrame(@ForAll("series") List<Double> actual,
            @ForAll("series") List<Double> forecast, @ForAll("series") List<Double> bounds) {
        String svg = new LinePicture(actual, forecast, forecast, bounds, bounds).svg(220, 64);

        List<MatchResult> points = POINT.matcher(svg).results().toList();
        assertThat(points).hasSizeGreaterThanOrEqualTo(known(actual) + 2 * known(forecast));
        assertThat(points).allSatisfy(point -> {
            assertThat(Double.parseDouble(point.group(1))).isBetween(0.0, 220.0);
            assertThat(Double.parseDouble(point.group(2))).isBetween(0.0, 64.0);
        });
    }

    @Property
    void everyBarStandsOnTheGround(@ForAll("sizes") List<Double> sizes) {
        List<MatchResult> bars = BAR.matcher(new BarPicture(sizes).svg(460, 110)).results().toList();

        assertThat(bars).hasSameSizeAs(sizes).allSatisfy(bar -> {
            assertThat(Double.parseDouble(bar.group(1)) + Double.parseDouble(bar.group(3))).isBetween(0.0, 462.0);
            assertThat(Double.parseDouble(bar.group(2)) + Double.parseDouble(bar.group(4))).isBetween(109.8, 110.2);
            assertThat(Double.parseDouble(bar.group(4))).isBetween(0.0, 110.0);
        });
    }

    private static int known(List<Double> values) {
        return (int) values.stream().filter(Objects::nonNull).count();
    }

    @Provide
    Arbitrary<List<Double>> series() {
        Arbitrary<Double> numbers = Arbitraries.oneOf(Arbitraries.doubles().between(-1e12, 1e12),
                Arbitraries.doubles().between(0, 1), Arbitraries.just(0.0));
        return numbers.injectNull(0.2).list().ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Double>> sizes() {
        return Arbitraries.doubles().between(0, 1e9).list().ofMaxSize(40);
    }
}
