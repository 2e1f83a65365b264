package io.manymodels.realtime.predict;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ModelLoader;
import io.manymodels.model.PartitionModel;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.cache.ModelCache;
import io.manymodels.realtime.release.KeyEntries;
import io.manymodels.realtime.release.KeyEntry;
import io.manymodels.realtime.release.RealtimeProperties;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.registry.Rung;
import io.manymodels.rows.LastValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The models of keys, from the cache; where an artefact is broken, from the release before. */
@Component
class Models {

    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    private final ModelCache cache;
    private final KeyEntries entries;
    private final Duration timeout;

    /** A model and on which rung it answers. */
    record Assigned(PartitionModel model, long version, Rung rung, @Nullable LastValues last) {}

    Models(ModelCache cache, KeyEntries entries, RealtimeProperties properties) {
        this.cache = cache;
        this.entries = entries;
        this.timeout = properties.loadTimeout();
    }

    /** The model of each key. Throws UNAVAILABLE where one cannot be loaded, or not in time. */
    Map<String, Assigned> of(ServedFamily family, Map<String, KeyEntry> found) {
        Map<Long, ArtefactLocation> locations = new LinkedHashMap<>();
        found.values().forEach(each -> locations.put(each.entry().modelVersion(), each.entry().location()));
        long deadline = System.nanoTime() + timeout.toNanos();
        Map<Long, CompletableFuture<PartitionModel>> models = cache.get(locations);
        Map<String, Assigned> assigned = HashMap.newHashMap(found.size());
        found.forEach((key, entry) -> assigned.put(key, assigned(family, key, entry, models, deadline)));
        return assigned;
    }

    private Assigned assigned(ServedFamily family, String key, KeyEntry entry,
            Map<Long, CompletableFuture<PartitionModel>> models, long deadline) {
        long version = entry.entry().modelVersion();
        try {
            return new Assigned(await(version, models, deadline), version, entry.entry().rung(), entry.last());
        } catch (ManyModelsException e) {
            if (!isBroken(e)) {
                throw e;
            }
            LOG.warn("Model version {} is broken, the release before release {} of family {} serves: {}", version,
                    family.release().number(), family.spec().family(), e.getMessage());
            return entries.findBefore(family, key).filter(before -> before.entry().modelVersion() != version)
                    .map(before -> {
                        long earlier = before.entry().modelVersion();
                        return new Assigned(await(earlier, cache.get(Map.of(earlier, before.entry().location())),
                                deadline), earlier, Rung.PREVIOUS, before.last());
                    }).orElseThrow(() -> e);
        }
    }

    private static boolean isBroken(ManyModelsException e) {
        return ModelLoader.isUnreadable(e) || e.code().equals("object-not-found");
    }

    private PartitionModel await(long version, Map<Long, CompletableFuture<PartitionModel>> models, long deadline) {
        try {
            return Objects.requireNonNull(models.get(version)).get(Math.max(0, deadline - System.nanoTime()),
                    TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ManyModelsException problem) {
                throw problem.kind() == ManyModelsException.Kind.UNAVAILABLE || isBroken(problem)
                        ? problem
                        : unavailable(version, problem);
            }
            throw unavailable(version, e);
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
        return ManyModelsException.unavailable("model-unloadable",
                "Model version [%d] could not be loaded: %s. Maybe try again in a few seconds".formatted(version,
                        cause.getMessage()),
                cause);
    }
}
