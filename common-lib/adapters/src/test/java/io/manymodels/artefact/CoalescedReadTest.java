package io.manymodels.artefact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoalescedReadTest {

    private static final ByteRange HEADER = new ByteRange(0, 10, "aa");

    @Test
    void neighboursComeInOneRead() {
        List<ArtefactLocation> locations = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            locations.add(at("a.pack", 10 + 1000L * i, 1000));
        }
        Collections.reverse(locations);

        List<CoalescedRead> reads = CoalescedRead.plan(locations);

        assertThat(reads).singleElement().satisfies(read -> {
            assertThat(read.offset()).isEqualTo(10);
            assertThat(read.length()).isEqualTo(100_000);
            assertThat(read.locations()).hasSize(100).isSortedAccordingTo(
                    (a, b) -> Long.compare(a.body().offset(), b.body().offset()));
        });
    }

    @Test
    void farBodiesAndOtherObjectsAreReadApart() {
        List<CoalescedRead> reads = CoalescedRead.plan(List.of(at("a.pack", 0, 100), at("a.pack", 1_000_000, 100),
                at("b.pack", 100, 100)));

        assertThat(reads).extracting(CoalescedRead::object, CoalescedRead::offset, CoalescedRead::length)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a.pack", 0L, 100),
                        org.assertj.core.groups.Tuple.tuple("a.pack", 1_000_000L, 100),
                        org.assertj.core.groups.Tuple.tuple("b.pack", 100L, 100));
    }

    @Test
    void noReadGrowsPastItsBoundUnlessOneBodyDoes() {
        List<ArtefactLocation> locations = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            locations.add(at("a.pack", 1_000_000L * i, 1_000_000));
        }
        locations.add(at("b.pack", 0, 10_000_000));

        List<CoalescedRead> reads = CoalescedRead.plan(locations);

        assertThat(reads).filteredOn(read -> read.object().equals("a.pack")).hasSize(5)
                .allSatisfy(read -> assertThat(read.length()).isLessThanOrEqualTo(4 << 20));
        assertThat(reads.getLast().length()).isEqualTo(10_000_000);
    }

    @Test
    void aModelThatManyKeysShareIsReadOnce() {
        List<CoalescedRead> reads = CoalescedRead.plan(List.of(at("a.pack", 0, 100), at("a.pack", 0, 100)));

        assertThat(reads).singleElement().satisfies(read -> assertThat(read.locations()).hasSize(1));
    }

    private static ArtefactLocation at(String object, long offset, int length) {
        return new ArtefactLocation(object, HEADER, new ByteRange(offset, length, "bb"));
    }
}
