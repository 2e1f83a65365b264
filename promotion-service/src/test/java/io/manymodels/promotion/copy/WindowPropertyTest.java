package io.manymodels.promotion.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Many small bodies come in few requests, and none of them asks for more than memory holds. */
class WindowPropertyTest {

    private static final long LARGEST = 8 << 20;
    private static final long LARGEST_GAP = 64 << 10;

    private static Artefact body(String object, long offset, int length) {
        return new Artefact(offset, object, 0, 1, "h", offset, length, "b");
    }

    private static List<Window> cut(Artefact... bodies) {
        return Window.cut(List.of(bodies));
    }

    @Property(tries = 300)
    void everyBodyLiesInOneWindowOfItsObject(@ForAll long seed, @ForAll @IntRange(max = 60) int count) {
        var random = new Random(seed);
        var bodies = new ArrayList<Artefact>();
        for (int i = 0; i < count; i++) {
            bodies.add(new Artefact(i, "pack-" + random.nextInt(3), 0, 1, "h", random.nextInt(20_000_000),
                    1 + random.nextInt(3_000_000), "b"));
        }
        bodies.sort(Comparator.comparing(Artefact::object).thenComparingLong(Artefact::bodyOffset));

        var windows = Window.cut(bodies);

        assertThat(windows.stream().flatMap(window -> window.artefacts().stream())).containsExactlyElementsOf(bodies);
        for (var window : windows) {
            assertThat(window.artefacts()).allSatisfy(artefact -> {
                assertThat(artefact.object()).isEqualTo(window.object());
                assertThat(artefact.bodyOffset()).isGreaterThanOrEqualTo(window.offset());
                assertThat(artefact.bodyEnd()).isLessThanOrEqualTo(window.end());
            });
            assertThat(window.end() - window.offset()).isLessThanOrEqualTo(LARGEST);
        }
    }

    @Example
    void neighboursComeTogetherAndStrangersDoNot() {
        assertThat(cut(body("a", 0, 10), body("a", 10, 10))).hasSize(1);
        assertThat(cut(body("a", 0, 10), body("a", 10 + LARGEST_GAP, 10))).hasSize(1);
        assertThat(cut(body("a", 0, 10), body("a", 11 + LARGEST_GAP, 10))).hasSize(2);
        assertThat(cut(body("a", 0, 10), body("b", 10, 10))).hasSize(2);
        assertThat(Window.cut(List.of())).isEmpty();
    }

    @Example
    void aWindowIsFullAtEightMegabytes() {
        int half = (int) LARGEST / 2;

        assertThat(cut(body("a", 0, half), body("a", half, half))).hasSize(1);
        assertThat(cut(body("a", 0, half), body("a", half, half + 1))).hasSize(2);
        assertThat(cut(body("a", 0, (int) LARGEST + 1))).as("one body is one request, however large").hasSize(1);
    }

    @Example
    void aBodyWithinAnotherDoesNotMakeTheWindowShorter() {
        assertThat(cut(body("a", 0, 1_000), body("a", 100, 10), body("a", 900, 50))).singleElement()
                .satisfies(window -> assertThat(window.end()).isEqualTo(1_000));
    }
}
