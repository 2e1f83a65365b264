package io.manymodels.realtime.release;

import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.manymodels.catalog.FamilyRepository;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.Release;
import io.manymodels.registry.ReleaseRepository;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The families with the releases that are current. What is known answers at once; the registry is asked in the background,
 * when an event says so and else each time that what is known has reached a certain age, so that only the first request for
 * a family waits for the registry. While the registry does not answer, the release known last serves on. A family that
 * nobody asks for is forgotten.
 */
@Component
public class ServedFamilies {

    private static final Logger LOG = LoggerFactory.getLogger(ServedFamilies.class);
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final FamilyRepository families;
    private final SnapshotRepository snapshots;
    private final ReleaseRepository releases;
    private final AsyncLoadingCache<String, ServedFamily> known;

    ServedFamilies(FamilyRepository families, SnapshotRepository snapshots, ReleaseRepository releases,
            RealtimeProperties properties, @Qualifier("background") Executor background) {
        this.families = families;
        this.snapshots = snapshots;
        this.releases = releases;
        this.known = Caffeine.newBuilder().refreshAfterWrite(properties.staleness()).expireAfterAccess(IDLE)
                .executor(background).buildAsync(new Registry());
    }

    /**
     * The family as it is served now. Throws NOT_FOUND {@code family-unknown} or {@code release-missing}, and what the
     * registry throws where nothing is known yet.
     */
    public ServedFamily get(String family) {
        try {
            return known.get(family).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Another release may be current: the registry is asked, after any question that is under way. */
    public void changed(String family) {
        CompletableFuture<ServedFamily> asked = known.synchronous().policy().refreshes().get(family);
        if (asked == null) {
            refresh(family);
        } else {
            var _ = asked.whenComplete((_, _) -> refresh(family));
        }
    }

    private void refresh(String family) {
        if (known.getIfPresent(family) != null) {
            known.synchronous().refresh(family);
        }
    }

    /** The families that have been asked for lately, with what is known of them. */
    public Map<String, ServedFamily> known() {
        return new TreeMap<>(known.synchronous().asMap());
    }

    /** Asks the registry. */
    private final class Registry implements AsyncCacheLoader<String, ServedFamily> {

        @Override
        public CompletableFuture<ServedFamily> asyncLoad(String family, Executor executor) {
            return CompletableFuture.supplyAsync(() -> lookUp(family, null), executor);
        }

        @Override
        public CompletableFuture<@Nullable ServedFamily> asyncReload(String family, ServedFamily served,
                Executor executor) {
            return CompletableFuture.supplyAsync(() -> again(family, served), executor);
        }
    }

    /** Null where the family is gone. */
    private @Nullable ServedFamily again(String family, ServedFamily served) {
        try {
            ServedFamily current = lookUp(family, served);
            if (!current.equals(served)) {
                LOG.info("Family {} is served with release {}, before with {}", family, current.release().number(),
                        served.release().number());
            }
            return current;
        } catch (DataAccessException e) {
            LOG.warn("The registry does not answer, release {} of family {} serves on: {}", served.release().number(),
                    family, e.toString());
            return served;
        } catch (ManyModelsException e) {
            LOG.info("Family {} is served no more: {}", family, e.getMessage());
            return null;
        }
    }

    private ServedFamily lookUp(String family, @Nullable ServedFamily before) {
        if (families.current(family).isEmpty()) {
            throw ManyModelsException.notFound("family-unknown",
                    "Family [%s] does not exist. Maybe GET /api/v1/families of the ingestion service"
                            .formatted(family));
        }
        Release release = releases.current(family).orElseThrow(() -> ManyModelsException.notFound("release-missing",
                "Family [%s] has no release yet. Maybe run a cycle, or promote its candidates".formatted(family)));
        if (before != null && before.release().id() == release.id()) {
            return before;
        }
        FamilySpec spec = families.version(family, release.familyVersion())
                .orElseThrow(() -> new IllegalStateException("Release [%d] of family [%s] names a version that is gone"
                        .formatted(release.number(), family)))
                .spec();
        Snapshot snapshot = snapshots.find(release.snapshot())
                .orElseThrow(() -> new IllegalStateException("Release [%d] of family [%s] names a snapshot that is gone"
                        .formatted(release.number(), family)));
        return new ServedFamily(release, spec, snapshot.schema(), snapshot.timeAxis(), snapshot.lastTime());
    }
}
