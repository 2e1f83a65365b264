package io.manymodels.realtime.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ModelLoader;
import io.manymodels.model.PartitionModel;
import io.manymodels.problem.ManyModelsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The models in memory, by version. A model is loaded when it is first asked for, once, however many ask; the models
 * that one request misses are loaded together. Their weights never exceed the capacity for longer than it takes to evict.
 * A load that fails is forgotten, so the next request tries again.
 */
public final class ModelCache {

    /** Loads at a time: more would only queue in the object storage. */
    private static final int LOADS = 8;

    private final ModelSource source;
    private final Executor executor;
    private final CacheTimings timings;
    private final long capacityBytes;
    private final AsyncCache<Long, Held> models;
    private final Semaphore loading = new Semaphore(LOADS);
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder loadFailures = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    /** A model and when it came. */
    private record Held(PartitionModel model, long loadedNanos) {}

    /** @param executor runs loads; should not limit them, as a load may wait for the storage */
    ModelCache(ModelSource source, long capacityBytes, Executor executor, CacheTimings timings) {
        this.source = source;
        this.executor = executor;
        this.timings = timings;
        this.capacityBytes = capacityBytes;
        this.models = Caffeine.newBuilder().maximumWeight(capacityBytes)
                .weigher((Long version, Held held) -> (int) Math.min(Integer.MAX_VALUE, held.model().weight()))
                .evictionListener((@Nullable Long _, @Nullable Held held, RemovalCause _) -> evicted(held))
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
        loading.acquireUninterruptibly();
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
            failTheRest(promises, unforeseen);
        }
    }

    /** Whatever happens to a load, nobody may wait for it for ever. */
    private void failTheRest(Map<Long, CompletableFuture<Held>> promises, @Nullable RuntimeException cause) {
        promises.forEach((version, promise) -> {
            if (!promise.isDone()) {
                loadFailures.increment();
                promise.completeExceptionally(new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE,
                        "model-unloadable", "Model version [%d] could not be loaded: %s".formatted(version, cause),
                        cause == null ? new IllegalStateException("not reported") : cause));
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
        long now = System.nanoTime();
        long count = 0;
        long bytes = 0;
        long oldest = 0;
        for (Held held : models.synchronous().asMap().values()) {
            count++;
            bytes += held.model().weight();
            oldest = Math.max(oldest, now - held.loadedNanos());
        }
        return new CacheStatus(count, bytes, capacityBytes, hits.sum(), misses.sum(), loads.sum(), loadFailures.sum(),
                evictions.sum(), oldest / 1e9);
    }
}
