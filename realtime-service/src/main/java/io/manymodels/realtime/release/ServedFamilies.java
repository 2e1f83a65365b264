package io.manymodels.realtime.release;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.Release;
import io.manymodels.registry.ReleaseRepository;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The families with the releases that are current. An event makes a family be looked up again at once; without one, what
 * is known is trusted for a bounded time. While the registry does not answer, the release known last serves on.
 */
@Component
public class ServedFamilies {

    private static final Logger LOG = LoggerFactory.getLogger(ServedFamilies.class);

    private final FamilyRepository families;
    private final SnapshotRepository snapshots;
    private final ReleaseRepository releases;
    private final long stalenessNanos;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();

    /** What is known of one family; its lock lets one thread at a time ask the registry. */
    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable ServedFamily served;
        private volatile long checkedNanos;
        private volatile boolean stale = true;
    }

    ServedFamilies(FamilyRepository families, SnapshotRepository snapshots, ReleaseRepository releases,
            RealtimeProperties properties) {
        this.families = families;
        this.snapshots = snapshots;
        this.releases = releases;
        this.stalenessNanos = properties.staleness().toNanos();
    }

    /** The family as it is served now. Throws NOT_FOUND {@code family-unknown} or {@code release-missing}. */
    public ServedFamily get(String family) {
        Slot slot = slots.get(family);
        if (slot == null) {
            // Only families that exist get a slot, so that made-up names take no memory.
            ServedFamily served = lookUp(family, null);
            slot = slots.computeIfAbsent(family, _ -> new Slot());
            accept(slot, served);
            return served;
        }
        ServedFamily served = slot.served;
        if (served != null && isFresh(slot)) {
            return served;
        }
        slot.lock.lock();
        try {
            served = slot.served;
            if (served != null && isFresh(slot)) {
                return served;
            }
            // Before the look-up: an event that comes meanwhile must lead to another one.
            slot.stale = false;
            ServedFamily current = lookUp(family, served);
            accept(slot, current);
            return current;
        } catch (DataAccessException e) {
            if (served == null) {
                throw e;
            }
            LOG.warn("The registry does not answer, release {} of family {} serves on: {}",
                    served.release().number(), family, e.toString());
            slot.checkedNanos = System.nanoTime();
            return served;
        } catch (ManyModelsException e) {
            slots.remove(family);
            throw e;
        } finally {
            slot.lock.unlock();
        }
    }

    /** Another release may be current: the next request looks. */
    public void changed(String family) {
        Slot slot = slots.get(family);
        if (slot != null) {
            slot.stale = true;
        }
    }

    /** The families that have been asked for, with what is known of them. */
    public Map<String, ServedFamily> known() {
        Map<String, ServedFamily> known = new java.util.TreeMap<>();
        slots.forEach((family, slot) -> {
            ServedFamily served = slot.served;
            if (served != null) {
                known.put(family, served);
            }
        });
        return known;
    }

    /** How long a change may go unnoticed when its event is lost. */
    Duration staleness() {
        return Duration.ofNanos(stalenessNanos);
    }

    private boolean isFresh(Slot slot) {
        return !slot.stale && System.nanoTime() - slot.checkedNanos < stalenessNanos;
    }

    private static void accept(Slot slot, ServedFamily served) {
        ServedFamily before = slot.served;
        slot.served = served;
        slot.checkedNanos = System.nanoTime();
        if (before == null) {
            slot.stale = false;
        } else if (before.release().id() != served.release().id()) {
            LOG.info("Family {} is served with release {}, before with {}", served.release().family(),
                    served.release().number(), before.release().number());
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
        Optional<Snapshot> snapshot = snapshots.find(release.snapshot());
        return snapshot.map(found -> new ServedFamily(release, spec, found.schema(), found.timeAxis()))
                .orElseThrow(() -> new IllegalStateException("Release [%d] of family [%s] names a snapshot that is gone"
                        .formatted(release.number(), family)));
    }
}
