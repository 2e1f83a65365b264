package io.manymodels.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.PartitionRows;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes of anyone: whatever is cut from, changed in or put into an artefact of either format, reading and asking it throws
 * nothing but the two exceptions that say so, allocates no more than a small multiple of its input, and ends.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DecoderFuzzTest {

    private static final int CHANGES = 1500;
    /** An empty text or term takes one or two bytes in the artefact and an object in memory. */
    private static final long BYTES_PER_BYTE = 64;
    private static final long BYTES_BESIDES = 256 << 10;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    record Seed(String name, byte[] header, byte[] body, PartitionRows rows) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Seed> seeds() {
        List<Seed> seeds = new ArrayList<>();
        for (GoldenArtefact golden : GoldenArtefact.ofFormat(1)) {
            ModelHeader header = ModelCodec.decodeHeader(golden.header());
            seeds.add(new Seed(golden.name(), golden.header(), golden.body(),
                    PartitionRows.of(header.schema(), header.timeAxis(), golden.key(), golden.rows())));
        }
        ModelCodecTest.models().forEach(model -> seeds.add(new Seed(model.name(), ModelCodec.encode(model.header()),
                ModelCodec.encode(model.body()), Toys.asked())));
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bodiesThatAreCutAreRefused(Seed seed) {
        ModelHeader header = ModelCodec.decodeHeader(seed.header());
        for (int length = 0; length < seed.body().length; length += 1 + length / 200) {
            byte[] cut = Arrays.copyOf(seed.body(), length);
            assertThat(isRead(header, cut)).as("cut at %d", length).isFalse();
        }
        assertThat(isRead(header, Arrays.copyOf(seed.body(), seed.body().length + 1))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bodiesThatAreChangedDoNoHarm(Seed seed) {
        ModelHeader header = ModelCodec.decodeHeader(seed.header());
        SplittableRandom random = new SplittableRandom(seed.name().hashCode());
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = changed(seed.body(), random);
            long start = System.nanoTime();
            if (isRead(header, changed)) {
                ask(header, changed, seed.rows());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void headersThatAreChangedDoNoHarm(Seed seed) {
        SplittableRandom random = new SplittableRandom(seed.name().hashCode());
        for (int i = 0; i < CHANGES / 5; i++) {
            byte[] changed = changed(seed.header(), random);
            try {
                ModelHeader header = ModelCodec.decodeHeader(changed);
                if (isRead(header, seed.body())) {
                    assertThat(header.family()).isNotNull();
                }
            } catch (IllegalArgumentException | ManyModelsException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    /** Lengths that promise what is not there, at every place. */
    @Test
    void hugeLengthsAllocateNothing() {
        for (Seed seed : seeds()) {
            ModelHeader header = ModelCodec.decodeHeader(seed.header());
            int places = Math.min(seed.body().length, 400);
            for (int at = 5; at < places; at++) {
                byte[] bytes = Arrays.copyOf(seed.body(), Math.max(seed.body().length, at + 5));
                Arrays.fill(bytes, at, at + 4, (byte) 0xFF);
                bytes[at + 4] = 0x07;
                isRead(header, bytes);
            }
        }
    }

    /** Whether it is read; anything but a refusal of ours, or a large allocation, fails the test. */
    private boolean isRead(ModelHeader header, byte[] body) {
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean read;
        try {
            ModelCodec.decodeBody(header, Toys.CODECS, body);
            read = true;
        } catch (IllegalArgumentException | ManyModelsException e) {
            read = false;
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isLessThan(BYTES_PER_BYTE * body.length + BYTES_BESIDES);
        return read;
    }

    /** What was read answers every row, with whatever numbers. */
    private static void ask(ModelHeader header, byte[] body, PartitionRows rows) {
        Predictions predictions = new PartitionModel(header, ModelCodec.decodeBody(header, Toys.CODECS, body))
                .predict(rows);
        assertThat(predictions.size()).isEqualTo(rows.size());
    }

    private static byte[] changed(byte[] bytes, SplittableRandom random) {
        byte[] changed = bytes.clone();
        int places = 1 + random.nextInt(3);
        for (int p = 0; p < places; p++) {
            // Lengths and kinds lie mostly at the front, and a byte past the magic matters most.
            int at = 4 + random.nextInt(random.nextBoolean() ? Math.min(200, changed.length - 4) : changed.length - 4);
            switch (random.nextInt(5)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt(256);
                case 2 -> changed[at] = (byte) 0xFF;
                case 3 -> {
                    int length = Math.min(random.nextInt(12), changed.length - at);
                    System.arraycopy(changed, random.nextInt(changed.length - length + 1), changed, at, length);
                }
                default -> {
                    byte[] longer = new byte[changed.length + 1];
                    System.arraycopy(changed, 0, longer, 0, at);
                    longer[at] = (byte) random.nextInt(256);
                    System.arraycopy(changed, at, longer, at + 1, changed.length - at);
                    changed = longer;
                }
            }
        }
        return changed;
    }
}
