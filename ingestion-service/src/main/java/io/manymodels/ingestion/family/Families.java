package io.manymodels.ingestion.family;

import io.manymodels.family.FamilyRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.FamilyVersion;
import io.manymodels.problem.ManyModelsException;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The families: every change of a spec is a new version, the same spec again is none. */
@Service
public class Families {

    private final FamilyRepository families;
    private final FamilyStoreRepository store;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;

    Families(FamilyRepository families, FamilyStoreRepository store, TransactionTemplate transaction,
            ApplicationEventPublisher events) {
        this.families = families;
        this.store = store;
        this.transaction = transaction;
        this.events = events;
    }

    /** The current version, or NOT_FOUND {@code family-not-found}. */
    public FamilyVersion current(String family) {
        return find(family).orElseThrow(() -> notFound(family));
    }

    public Optional<FamilyVersion> find(String family) {
        return families.current(family);
    }

    /** A version that a run recorded. */
    public FamilyVersion version(String family, int version) {
        return families.version(family, version).orElseThrow(() -> notFound(family));
    }

    /** Stores a new family; CONFLICT {@code family-exists} when it is there. */
    FamilyVersion create(FamilySpec spec) {
        transaction.executeWithoutResult(_ -> {
            Optional<FamilyStoreRepository.Head> head = store.lock(spec.family());
            if (head.isPresent() && !head.get().deleted() || head.isEmpty() && !store.create(spec.family())) {
                throw ManyModelsException.conflict("family-exists",
                        "Family [%s] is there already. Maybe PUT /api/v1/families/%s".formatted(spec.family(),
                                spec.family()));
            }
            store.addVersion(spec, head.map(FamilyStoreRepository.Head::version).orElse(0) + 1);
        });
        return changed(spec.family());
    }

    /** Stores a new version unless the spec is the current one's; NOT_FOUND when there is no such family. */
    FamilyVersion replace(FamilySpec spec) {
        transaction.executeWithoutResult(_ -> {
            FamilyStoreRepository.Head head = store.lock(spec.family())
                    .filter(found -> !found.deleted()).orElseThrow(() -> notFound(spec.family()));
            if (!version(spec.family(), head.version()).spec().equals(spec)) {
                store.addVersion(spec, head.version() + 1);
            }
        });
        return changed(spec.family());
    }

    /** Takes the family off the list; its versions, snapshots and runs stay. */
    void delete(String family) {
        if (!store.delete(family)) {
            throw notFound(family);
        }
        events.publishEvent(new FamilyChanged(family));
    }

    private FamilyVersion changed(String family) {
        events.publishEvent(new FamilyChanged(family));
        return current(family);
    }

    private static ManyModelsException notFound(String family) {
        return ManyModelsException.notFound("family-not-found",
                "Family [%s] does not exist. Maybe GET /api/v1/families lists it under another name"
                        .formatted(family));
    }
}
