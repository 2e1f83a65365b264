package io.manymodels.realtime.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ByteRange;
import io.manymodels.artefact.ModelLoader;
import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.model.Scorer;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.Substitutes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ModelCacheTest {

    private static final PartitionModel MODEL = new PartitionModel(
            new ModelHeader("toy", Task.REGRESSION,
                    new RowSchema(List.of(new Column("y", ColumnType.DOUBLE, ColumnRole.TARGET))), null, 0, 0,
                    List.of(),
                    Map.of()),
            new ModelBody("mean", null,
                    new Scorer.Rows(new FeatureRecipe(List.of()), History.NONE,
                            new Kernel.Linear(1, new double[] {1}, new double[0], new double[0])),
                    List.of(), Link.IDENTITY, ResidualQuantiles.NONE, Substitutes.NONE));

    @Test
    void manyWhoAskAtOnceGetOneLoad() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ModelCache cache = new ModelCache((locations, arrival) -> {
                loads.addAndGet(locations.size());
                await(release);
                locations.forEach(location -> arrival.loaded(location, MODEL));
            }, 1 << 20, threads, Duration.ofSeconds(10),
                    CacheTimings.NONE);
            List<Future<PartitionModel>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(threads.submit(() -> asked(cache, 7).get(1, TimeUnit.MINUTES)));
            }
            while (cache.status().hits() + cache.status().misses() < 200) {
                Thread.onSpinWait();
            }
            release.countDown();
            for (Future<PartitionModel> answer : answers) {
                assertThat(answer.get()).isSameAs(MODEL);
            }

            assertThat(loads).hasValue(1);
            assertThat(cache.status()).extracting(CacheStatus::hits, CacheStatus::misses, CacheStatus::loads)
                    .containsExactly(199L, 1L, 1L);
        }
    }

    @Test
    void bytesStayWithinTheCapacityWhateverComes() throws Exception {
        long capacity = 50 * MODEL.weight();
        ModelCache cache = new ModelCache(ModelCacheTest::loadAll, capacity, Runnable::run, Duration.ofSeconds(10),
                CacheTimings.NONE);

        for (long version = 0; version < 913; version++) {
            assertThat(asked(cache, version).get()).isSameAs(MODEL);
            assertThat(cache.status().bytes()).isLessThanOrEqualTo(capacity);
        }

        assertThat(cache.status().models()).isEqualTo(50);
        assertThat(cache.status().evictions()).isEqualTo(863);
    }

    @Test
    void theMissesOfARequestAreLoadedTogether() {
        List<Integer> sizes = new ArrayList<>();
        ModelCache cache = new ModelCache((locations, arrival) -> {
            sizes.add(locations.size());
            loadAll(locations, arrival);
        }, 1 << 20, Runnable::run, Duration.ofSeconds(10),
                CacheTimings.NONE);
        cache.get(locations(1, 2));

        cache.get(locations(1, 2, 3, 4, 5));

        assertThat(sizes).containsExactly(2, 3);
        assertThat(cache.status()).extracting(CacheStatus::hits, CacheStatus::misses).containsExactly(2L, 5L);
    }

    @Test
    void aFailureIsToldToAllAndForgotten() throws Exception {
        ManyModelsException corrupt = ManyModelsException.unavailable("artefact-corrupt", "broken",
                new IllegalStateException());
        AtomicInteger tries = new AtomicInteger();
        ModelCache cache = new ModelCache((locations, arrival) -> locations.forEach(location -> {
            if (location.body().offset() == 2 && tries.getAndIncrement() == 0) {
                arrival.failed(location, corrupt);
            } else {
                arrival.loaded(location, MODEL);
            }
        }), 1 << 20, Runnable::run, Duration.ofSeconds(10),
                CacheTimings.NONE);

        Map<Long, CompletableFuture<PartitionModel>> first = cache.get(locations(1, 2));

        assertThat(Objects.requireNonNull(first.get(1L)).get()).isSameAs(MODEL);
        assertThatThrownBy(() -> Objects.requireNonNull(first.get(2L)).get()).hasCause(corrupt);
        assertThat(asked(cache, 2).get()).isSameAs(MODEL);
        assertThat(cache.status().loadFailures()).isEqualTo(1);
    }

    @Test
    void nobodyWaitsForALoadThatBroke() {
        ModelCache cache = new ModelCache((locations, arrival) -> {
            throw new IllegalStateException("unforeseen");
        }, 1 << 20, Runnable::run, Duration.ofSeconds(10),
                CacheTimings.NONE);

        assertThatThrownBy(() -> asked(cache, 1).get(1, TimeUnit.MINUTES))
                .hasRootCauseMessage("unforeseen");
    }

    @Test
    void aLoadThatFindsNoPlaceFailsInsteadOfWaitingForEver() throws Exception {
        CountDownLatch started = new CountDownLatch(8);
        CountDownLatch release = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ModelCache cache = new ModelCache((locations, arrival) -> {
                started.countDown();
                await(release);
                loadAll(locations, arrival);
            }, 1 << 20, threads, Duration.ofMillis(100), CacheTimings.NONE);
            List<CompletableFuture<PartitionModel>> stuck = new ArrayList<>();
            for (long version = 0; version < 8; version++) {
                stuck.add(asked(cache, version));
            }
            // The threads may start in any order: the ninth must not take the place of one of the eight.
            await(started);

            CompletableFuture<PartitionModel> ninth = asked(cache, 9);

            assertThatThrownBy(() -> ninth.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(ManyModelsException.class)
                    .hasMessageContaining("PT0.1S");
            release.countDown();
            for (CompletableFuture<PartitionModel> model : stuck) {
                assertThat(model.get(1, TimeUnit.MINUTES)).isSameAs(MODEL);
            }
            // The places of those that were stuck come free a moment after their models.
            Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(
                    () -> assertThat(asked(cache, 9).get(1, TimeUnit.MINUTES)).isSameAs(MODEL));
        }
    }

    @Test
    void theEndOfTheServiceInterruptsLoads() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        ModelCache cache = new ModelCache((locations, arrival) -> {
            started.countDown();
            await(new CountDownLatch(1));
        }, 1 << 20, threads, Duration.ofSeconds(10), CacheTimings.NONE);
        CompletableFuture<PartitionModel> model = asked(cache, 1);
        assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();

        threads.shutdownNow();

        assertThatThrownBy(() -> model.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(ManyModelsException.class);
    }

    @Test
    void theStatusKnowsTheOldestModel() throws Exception {
        ModelCache cache = new ModelCache(ModelCacheTest::loadAll, 1 << 20, Runnable::run, Duration.ofSeconds(10),
                CacheTimings.NONE);
        assertThat(cache.status().oldestAgeSeconds()).isZero();
        long before = System.nanoTime();
        asked(cache, 1).get();
        Awaitility.await().until(() -> System.nanoTime() - before > 20_000_000);
        asked(cache, 2).get();

        assertThat(cache.status().oldestAgeSeconds()).isBetween(0.02, (System.nanoTime() - before) / 1e9);
        assertThat(cache.status().bytes()).isEqualTo(2 * MODEL.weight());
    }

    private static CompletableFuture<PartitionModel> asked(ModelCache cache, long version) {
        return Objects.requireNonNull(cache.get(locations(version)).get(version));
    }

    private static void loadAll(Collection<ArtefactLocation> locations, ModelLoader.Arrival arrival) {
        locations.forEach(location -> arrival.loaded(location, MODEL));
    }

    private static Map<Long, ArtefactLocation> locations(long... versions) {
        Map<Long, ArtefactLocation> locations = new LinkedHashMap<>();
        for (long version : versions) {
            locations.put(version,
                    new ArtefactLocation("a.pack", new ByteRange(0, 1, "aa"), new ByteRange(version, 1, "bb")));
        }
        return locations;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
