package io.manymodels.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackWriterTest {

    @Property
    void everyPieceLiesWhereItsRangeSays(@ForAll @Size(max = 20) List<@Size(max = 50) byte[]> pieces)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PackWriter pack = new PackWriter(bytes);
        List<ByteRange> ranges = new ArrayList<>();
        for (byte[] piece : pieces) {
            ranges.add(pack.append(piece));
        }

        for (int i = 0; i < pieces.size(); i++) {
            int from = Math.toIntExact(ranges.get(i).offset());
            byte[] stored = Arrays.copyOfRange(bytes.toByteArray(), from, from + ranges.get(i).length());
            assertThat(stored).isEqualTo(pieces.get(i));
            assertThat(ranges.get(i).sha256()).isEqualTo(PackWriter.sha256(stored));
        }
        assertThat(pack.length()).isEqualTo(bytes.size());
    }

    /** FIPS 180-4, the examples of one block and of none. */
    @Test
    void sumsAreThoseOfSha256() throws IOException {
        PackWriter pack = new PackWriter(OutputStream.nullOutputStream());

        assertThat(pack.append(new byte[0]).sha256())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(pack.append(new byte[] {'a', 'b', 'c'}).sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(pack.length()).isEqualTo(3);
    }

    @Test
    void whatCouldNotBeWrittenIsNotCounted() {
        PackWriter pack = new PackWriter(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        });

        assertThatThrownBy(() -> pack.append(new byte[10])).isInstanceOf(IOException.class);
        assertThat(pack.length()).isZero();
    }

    /** Whatever lies where: each body comes with one read, whole. */
    @Property
    void everyBodyIsWithinOneRead(
            @ForAll @Size(min = 1, max = 30) List<@LongRange(min = 0, max = 20_000_000) Long> offsets,
            @ForAll @IntRange(min = 0, max = 6_000_000) int length, @ForAll @IntRange(min = 1, max = 3) int packs) {
        List<ArtefactLocation> locations = new ArrayList<>();
        for (int i = 0; i < offsets.size(); i++) {
            locations.add(new ArtefactLocation("pack-" + i % packs, new ByteRange(0, 1, "h"),
                    new ByteRange(offsets.get(i), length, "b" + i)));
        }
        TreeMap<String, Integer> read = new TreeMap<>();

        for (CoalescedRead each : CoalescedRead.plan(locations)) {
            for (ArtefactLocation location : each.locations()) {
                read.merge(location.body().sha256(), 1, Integer::sum);
                assertThat(location.object()).isEqualTo(each.object());
                assertThat(location.body().offset()).isGreaterThanOrEqualTo(each.offset());
                assertThat(location.body().offset() + location.body().length())
                        .isLessThanOrEqualTo(each.offset() + each.length());
            }
            assertThat(each.length()).isLessThanOrEqualTo(Math.max(4 << 20, length));
        }

        assertThat(read).hasSize(locations.size()).containsValue(1);
        assertThat(read.values()).containsOnly(1);
    }
}
