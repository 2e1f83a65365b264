package io.manymodels.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever the numbers are, a picture stays inside its frame and is one that a browser can read. */
class PicturePropertyTest {

    private static final Pattern POINT = Pattern.compile("[ML](\\S+?) ([^MLZ\"]+)");
    private static final Pattern BAR = Pattern.compile("x=\"(\\S+)\" y=\"(\\S+)\" width=\"(\\S+)\" height=\"(\\S+)\"");

    @Property
    void everyPointOfALineIsInsideTheFrame(@ForAll("series") List<Double> actual,
            @ForAll("series") List<Double> forecast, @ForAll("series") List<Double> bounds) {
        String svg = new LinePicture(gapped(actual), gapped(forecast), gapped(forecast), gapped(bounds), gapped(bounds))
                .svg(220, 64);

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

    /** NaN is where a value is missing. */
    private static List<Double> gapped(List<Double> values) {
        Double[] gapped = new Double[values.size()];
        for (int i = 0; i < gapped.length; i++) {
            if (!values.get(i).isNaN()) {
                gapped[i] = values.get(i);
            }
        }
        return Arrays.asList(gapped);
    }

    private static int known(List<Double> values) {
        return (int) values.stream().filter(value -> !value.isNaN()).count();
    }

    @Provide
    Arbitrary<List<Double>> series() {
        Arbitrary<Double> numbers = Arbitraries.oneOf(Arbitraries.doubles().between(-1e12, 1e12),
                Arbitraries.doubles().between(0, 1), Arbitraries.just(0.0));
        return Arbitraries.frequencyOf(Tuple.of(4, numbers), Tuple.of(1, Arbitraries.just(Double.NaN))).list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Double>> sizes() {
        return Arbitraries.doubles().between(0, 1e9).list().ofMaxSize(40);
    }
}
