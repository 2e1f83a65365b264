package io.manymodels.realtime.predict;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ModelLoader;
import io.manymodels.key.PartitionKey;
import io.manymodels.model.PartitionModel;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.cache.ModelCache;
import io.manymodels.realtime.predict.KeyReader.Keyed;
import io.manymodels.realtime.release.KeyEntries;
import io.manymodels.realtime.release.KeyEntry;
import io.manymodels.realtime.release.RealtimeProperties;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.registry.Rung;
import io.manymodels.rows.LastValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The models of keys, from the cache. Where the release's own is broken the ladder is climbed down: the key's model in the
 * release before, its group's, the family's, the baseline. A key that the release has never seen begins at its group.
 */
@Component
class Models {

    private static final Logger LOG = LoggerFactory.getLogger(Models.class);
    private static final Duration BROKEN_FOR = Duration.ofMinutes(1);
    private static final int MOST_BROKEN = 10_000;

    private final ModelCache cache;
    private final KeyEntries entries;
    private final Duration timeout;
    private final Counter unseen;
    private final Counter fallen;

    /** Versions found broken lately: their bytes are not asked for again with every request. */
    private final Cache<Long, ManyModelsException> broken = Caffeine.newBuilder().maximumSize(MOST_BROKEN)
            .expireAfterWrite(BROKEN_FOR).build();

    /** The model that answers for a key, or why there is none. */
    sealed interface Resolved {

        /** @param last what a model that several keys share must be told of this one; null where nothing is known */
        record Ready(PartitionModel model, long version, Rung rung, @Nullable LastValues last) implements Resolved {}

        record Missing(ManyModelsException problem) implements Resolved {}
    }

    Models(ModelCache cache, KeyEntries entries, RealtimeProperties properties, MeterRegistry registry) {
        this.cache = cache;
        this.entries = entries;
        this.timeout = properties.loadTimeout();
        this.unseen = Counter.builder("manymodels.keys.unseen")
                .description("Keys of requests that the release does not have").register(registry);
        this.fallen = Counter.builder("manymodels.models.broken")
                .description("Keys of requests whose model is broken, so that a lower rung was asked")
                .register(registry);
    }

    /** One answer a key, in no longer than the timeout. */
    Map<String, Resolved> of(ServedFamily family, Map<String, Keyed> keys) {
        Map<String, KeyEntry> found = entries.find(family, keys.keySet());
        List<PartitionKey> strange = keys.entrySet().stream().filter(each -> !found.containsKey(each.getKey()))
                .map(each -> each.getValue().key()).toList();
        Map<String, List<KeyEntry>> ladders = strange.isEmpty() ? Map.of() : entries.ladders(family, strange);
        unseen.increment(strange.size());
        long deadline = System.nanoTime() + timeout.toNanos();
        Map<Long, CompletableFuture<PartitionModel>> models = cache.get(first(found.values(), ladders.values()));
        Map<String, Resolved> resolved = HashMap.newHashMap(keys.size());
        keys.forEach((key, keyed) -> {
            KeyEntry entry = found.get(key);
            resolved.put(key, entry == null
                    ? unseen(family, key, ladders.getOrDefault(key, List.of()), models, deadline)
                    : seen(family, keyed.key(), entry, models, deadline));
        });
        return resolved;
    }

    /** Where the models lie that are asked first: they are loaded together. */
    private Map<Long, ArtefactLocation> first(Collection<KeyEntry> found, Collection<List<KeyEntry>> ladders) {
        Map<Long, ArtefactLocation> locations = HashMap.newHashMap(found.size());
        Stream.concat(found.stream(), ladders.stream().flatMap(ladder -> ladder.stream().limit(1)))
                .map(KeyEntry::entry).filter(entry -> broken.getIfPresent(entry.modelVersion()) == null)
                .forEach(entry -> locations.put(entry.modelVersion(), entry.location()));
        return locations;
    }

    private Resolved seen(ServedFamily family, PartitionKey key, KeyEntry entry,
            Map<Long, CompletableFuture<PartitionModel>> models, long deadline) {
        Resolved own = resolved(entry, entry.entry().rung(), models, deadline);
        if (!isBroken(own)) {
            return own;
        }
        fallen.increment();
        String text = key.canonical();
        Optional<KeyEntry> before = entries.findBefore(family, text)
                .filter(each -> each.entry().modelVersion() != entry.entry().modelVersion());
        if (before.isPresent()) {
            Resolved previous = resolved(before.get(), Rung.PREVIOUS, models, deadline);
            if (!isBroken(previous)) {
                return previous;
            }
        }
        return down(entries.ladders(family, List.of(key)).getOrDefault(text, List.of()), models, deadline).orElse(own);
    }

    private Resolved unseen(ServedFamily family, String key, List<KeyEntry> ladder,
            Map<Long, CompletableFuture<PartitionModel>> models, long deadline) {
        return down(ladder, models, deadline).orElseGet(() -> new Resolved.Missing(ManyModelsException.notFound(
                "key-unknown",
                "Release [%d] of family [%s] does not cover [%s], and has no group, family or baseline model that answers for it. Maybe the key is new: run a cycle to train it"
                        .formatted(family.release().number(), family.spec().family(), key))));
    }

    /** The first rung that is not broken; empty where all are. */
    private Optional<Resolved> down(List<KeyEntry> ladder, Map<Long, CompletableFuture<PartitionModel>> models,
            long deadline) {
        return ladder.stream().map(entry -> resolved(entry, entry.entry().rung(), models, deadline))
                .filter(rung -> !isBroken(rung)).findFirst();
    }

    /** @param models under way; any other is asked for now */
    private Resolved resolved(KeyEntry entry, Rung rung, Map<Long, CompletableFuture<PartitionModel>> models,
            long deadline) {
        long version = entry.entry().modelVersion();
        ManyModelsException known = broken.getIfPresent(version);
        if (known != null) {
            return new Resolved.Missing(known);
        }
        CompletableFuture<PartitionModel> model = models.get(version);
        if (model == null) {
            model = Objects.requireNonNull(cache.get(Map.of(version, entry.entry().location())).get(version));
        }
        try {
            return new Resolved.Ready(await(version, model, deadline), version, rung, entry.last());
        } catch (ManyModelsException e) {
            if (ModelLoader.isUnreadable(e)) {
                LOG.warn("Model version {} is broken, a lower rung answers for its keys: {}", version, e.getMessage());
                broken.put(version, e);
            }
            return new Resolved.Missing(e);
        }
    }

    private static boolean isBroken(Resolved resolved) {
        return resolved instanceof Resolved.Missing(ManyModelsException problem) && ModelLoader.isUnreadable(problem);
    }

    private PartitionModel await(long version, CompletableFuture<PartitionModel> model, long deadline) {
        try {
            return model.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ManyModelsException problem
                    && problem.kind() == ManyModelsException.Kind.UNAVAILABLE ? problem : unavailable(version, e);
        } catch (TimeoutException e) {
            throw ManyModelsException.unavailable("model-loading",
                    "Model version [%d] did not load within [%s]. Maybe try again in a few seconds".formatted(version,
                            timeout),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(version, e);
        }
    }

    private static ManyModelsException unavailable(long version, Exception cause) {
        LOG.warn("Model version {} could not be loaded", version, cause);
        return ManyModelsException.unavailable("model-unloadable",
                "Model version [%d] could not be loaded. Maybe try again in a few seconds".formatted(version), cause);
    }
}
