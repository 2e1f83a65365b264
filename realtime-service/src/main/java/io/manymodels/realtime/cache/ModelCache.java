package io.manymodels.realtime.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ModelLoader;
import io.manymodels.model.PartitionModel;
import io.manymodels.problem.ManyModelsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models in memory, by version. A model is loaded when it is first asked for, once, however many ask; the models
 * that one request misses are loaded together. Their weights never exceed the capacity for longer than it takes to evict.
 * A load that fails is forgotten, so the next request tries again.
 */
public final class ModelCache {

    private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);

    /** Loads at a time: more would only queue in the object storage. */
    private static final int LOADS = 8;

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final ModelSource source;
    private final Executor executor;
    private final CacheTimings timings;
    private final long capacityBytes;
    private final AsyncCache<Long, Held> models;
    private final Semaphore loading = new Semaphore(LOADS);
    private final Duration patience;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder loadFailures = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    /** A model and when it came. */
    private record Held(PartitionModel model, long loadedNanos) {}

    /**
     * @param executor runs loads; should not limit them, as a load may wait for the storage
     * @param patience how long a load waits for others to end
     */
    ModelCache(ModelSource source, long capacityBytes, Executor executor, Duration patience, CacheTimings timings) {
        this.source = source;
        this.patience = patience;
        this.executor = executor;
        this.timings = timings;
        this.capacityBytes = capacityBytes;
        this.models = Caffeine.newBuilder().maximumWeight(capacityBytes)
                .weigher((Long version, Held held) -> (int) Math.min(Integer.MAX_VALUE, held.model().weight()))
                .evictionListener((@Nullable Long _, @Nullable Held held, RemovalCause _) -> evicted(held))
                // Nothing expires; the policy keeps the models in the order of their coming, so that the oldest is at hand.
                .expireAfterWrite(FOR_EVER)
                // Evicts on the thread that brings the model, so that the bound holds under a storm as well.
                .executor(Runnable::run).buildAsync();
    }

    /**
     * The models of these versions. Futures fail with a {@link ManyModelsException} where a model cannot be loaded.
     *
     * @param locations version to where its model lies
     */
    public Map<Long, CompletableFuture<PartitionModel>> get(Map<Long, ArtefactLocation> locations) {
        Map<Long, CompletableFuture<PartitionModel>> answers = HashMap.newHashMap(locations.size());
        Map<Long, CompletableFuture<Held>> mine = new HashMap<>();
        locations.forEach((version, location) -> {
            CompletableFuture<Held> held = models.getIfPresent(version);
            if (held == null) {
                CompletableFuture<Held> promise = new CompletableFuture<>();
                held = models.asMap().putIfAbsent(version, promise);
                if (held == null) {
                    held = promise;
                    mine.put(version, promise);
                }
            }
            answers.put(version, held.thenApply(Held::model));
        });
        hits.add(locations.size() - mine.size());
        misses.add(mine.size());
        if (!mine.isEmpty()) {
            executor.execute(() -> load(locations, mine));
        }
        return answers;
    }

    private void load(Map<Long, ArtefactLocation> locations, Map<Long, CompletableFuture<Held>> promises) {
        Map<ArtefactLocation, List<CompletableFuture<Held>>> waiting = new HashMap<>();
        promises.forEach((version, promise) -> waiting
                .computeIfAbsent(Objects.requireNonNull(locations.get(version)), _ -> new ArrayList<>(1)).add(promise));
        if (!mayLoad()) {
            fail(promises, ManyModelsException.unavailable("model-loading",
                    "Other models have been loading for more than [%s]. Maybe the object storage is slow; try again in a few seconds"
                            .formatted(patience),
                    new TimeoutException("no place to load")));
            return;
        }
        long start = System.nanoTime();
        RuntimeException unforeseen = null;
        try {
            source.load(waiting.keySet(), new ModelLoader.Arrival() {
                @Override
                public void loaded(ArtefactLocation location, PartitionModel model) {
                    loads.increment();
                    Held held = new Held(model, System.nanoTime());
                    promises(location).forEach(promise -> promise.complete(held));
                }

                @Override
                public void failed(ArtefactLocation location, ManyModelsException problem) {
                    loadFailures.increment();
                    promises(location).forEach(promise -> promise.completeExceptionally(problem));
                }

                private List<CompletableFuture<Held>> promises(ArtefactLocation location) {
                    return waiting.getOrDefault(location, List.of());
                }
            });
        } catch (RuntimeException e) {
            unforeseen = e;
        } finally {
            loading.release();
            timings.loaded(System.nanoTime() - start);
            if (unforeseen != null) {
                LOG.error("A load of models failed", unforeseen);
            }
            // Whatever happens to a load, nobody may wait for it for ever.
            fail(promises, ManyModelsException.unavailable("model-unloadable",
                    "The model could not be loaded. Maybe look into this service's log",
                    unforeseen == null ? new IllegalStateException("not reported") : unforeseen));
        }
    }

    private boolean mayLoad() {
        try {
            return loading.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void fail(Map<Long, CompletableFuture<Held>> promises, ManyModelsException problem) {
        promises.values().forEach(promise -> {
            if (promise.completeExceptionally(problem)) {
                loadFailures.increment();
            }
        });
    }

    private void evicted(@Nullable Held held) {
        evictions.increment();
        if (held != null) {
            timings.evicted(System.nanoTime() - held.loadedNanos());
        }
    }

    CacheStatus status() {
        return new CacheStatus(models(), bytes(), capacityBytes, hits.sum(), misses.sum(), loads.sum(),
                loadFailures.sum(), evictions.sum(), oldestAgeSeconds());
    }

    /** Models in memory now. */
    long models() {
        return Math.max(0, loads.sum() - evictions.sum());
    }

    /** Bytes that they take, about. */
    long bytes() {
        return models.synchronous().policy().eviction().map(policy -> policy.weightedSize().orElse(0)).orElse(0L);
    }

    /** The models that are likely to be asked for next, the hottest first, with the bytes that each takes. */
    Map<Long, Long> hottest(int limit) {
        Map<Long, Long> bytes = new LinkedHashMap<>();
        models.synchronous().policy().eviction()
                .ifPresent(policy -> policy.hottest(limit)
                        .forEach((version, held) -> bytes.put(version, held.model().weight())));
        return bytes;
    }

    /** 0 without models. */
    double oldestAgeSeconds() {
        return models.synchronous().policy().expireAfterWrite()
                .flatMap(policy -> policy.oldest(1).keySet().stream().findFirst().flatMap(policy::ageOf))
                .map(age -> age.toNanos() / 1e9).orElse(0.0);
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }

    long loads() {
        return loads.sum();
    }

    long loadFailures() {
        return loadFailures.sum();
    }

    long evictions() {
        return evictions.sum();
    }

    long capacityBytes() {
        return capacityBytes;
    }
}
