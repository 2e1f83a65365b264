package io.manymodels.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.stack.Ports;
import io.manymodels.stack.credential.StorageKey;
import io.manymodels.stack.storage.ObjectStorage;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StorageConfiguration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Ranges of an object that is read in blocks, in the storage that the local stack embeds. */
class LakeFileTest {

    private static final int BLOCK = 4 << 20;
    private static final int LENGTH = 2 * BLOCK + 1000;
    private static final StorageKey KEY = new StorageKey("ingestion-key", "a-secret-of-ingestion");
    private static final byte[] BYTES = new byte[LENGTH];

    @TempDir
    static Path data;

    private static ObjectStorage storage;
    private static AnnotationConfigApplicationContext context;
    private static ObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        storage = ObjectStorage.start(data, Ports.free().storage(), Map.of("ingestion", KEY));
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("lake", Map.of(
                "manymodels.storage.endpoint", storage.endpoint().toString(), "manymodels.storage.access-key",
                KEY.accessKey(), "manymodels.storage.secret-key", KEY.secretKey())));
        context.register(StorageConfiguration.class);
        context.refresh();
        store = context.getBean(ObjectStore.class);
        new Random(1).nextBytes(BYTES);
        store.put("lake", "whole", BYTES);
    }

    @AfterAll
    static void stop() {
        context.close();
        storage.close();
    }

    private static byte[] range(LakeFile file, long offset, int count) {
        ByteBuffer buffer = file.readRange(offset, count);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 4194304", "4194303, 2", "4194304, 1", "4194300, 4194312", "0, 8389608",
            "8388608, 1000", "8389607, 1", "8389608, 0"})
    void aRangeIsExactlyTheBytesAskedForWhereverBlocksEnd(long offset, int count) {
        try (LakeFile file = new LakeFile(store, "lake", "whole")) {
            assertThat(file.length()).isEqualTo(LENGTH);
            assertThat(file.name()).isEqualTo("whole");
            assertThat(range(file, offset, count))
                    .isEqualTo(Arrays.copyOfRange(BYTES, (int) offset, (int) offset + count));
        }
    }

    @Test
    void aBlockIsFetchedOnceAndAgainOnlyAfterTheFileIsClosed() {
        store.put("lake", "changing", new byte[] {1, 2, 3});
        LakeFile file = new LakeFile(store, "lake", "changing");
        assertThat(range(file, 0, 3)).containsExactly(1, 2, 3);

        store.put("lake", "changing", new byte[] {4, 5, 6});

        assertThat(range(file, 0, 3)).containsExactly(1, 2, 3);
        file.close();
        assertThat(range(file, 0, 3)).containsExactly(4, 5, 6);
    }

    @Test
    void anObjectThatWasCutShortMeanwhileIsSaid() {
        store.put("lake", "cut", BYTES);
        LakeFile file = new LakeFile(store, "lake", "cut");
        store.put("lake", "cut", Arrays.copyOf(BYTES, BLOCK + 10));

        assertThat(range(file, 0, 10)).isEqualTo(Arrays.copyOf(BYTES, 10));
        assertThatThrownBy(() -> file.readRange(BLOCK, 100)).isInstanceOfSatisfying(ManyModelsException.class,
                problem -> assertThat(problem.code()).isEqualTo("object-truncated"));
    }

    @Test
    void anObjectThatIsNotThereIsNotFoundAtOnce() {
        assertThatThrownBy(() -> new LakeFile(store, "lake", "none")).isInstanceOfSatisfying(ManyModelsException.class,
                problem -> assertThat(problem.code()).isEqualTo("object-not-found"));
    }

    @Test
    void manyMayReadAtOnce() throws Exception {
        try (LakeFile file = new LakeFile(store, "lake", "whole");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> reads = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int offset = i * 160_000;
                reads.add(threads.submit(() -> range(file, offset, 200_000)));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(reads.get(i).get()).isEqualTo(Arrays.copyOfRange(BYTES, i * 160_000, i * 160_000 + 200_000));
            }
        }
    }
}
