package io.manymodels.ingestion.family;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.FamilyVersion;
import io.manymodels.problem.ManyModelsException;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The families: every change of a spec is a new version, the same spec again is none. Who listens to {@link FamilyChanged}
 * takes part in the transaction that changes the family: both happen, or neither.
 */
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

    /** The current version, or NOT_FOUND {@code family-unknown}. */
    public FamilyVersion current(String family) {
        return find(family).orElseThrow(() -> notFound(family));
    }

    public Optional<FamilyVersion> find(String family) {
        return families.current(family);
    }

    /** NOT_FOUND {@code family-unknown} unless there is or was a family of that name: its runs and snapshots outlive it. */
    public void known(String family) {
        if (!store.exists(family)) {
            throw notFound(family);
        }
    }

    /** A version that a run recorded. */
    public FamilyVersion version(String family, int version) {
        return families.version(family, version).orElseThrow(() -> notFound(family));
    }

    /**
     * Stores a new family; CONFLICT {@code family-exists} when it is there. A deleted one comes back under the same rules
     * of promotion, or by an approver.
     */
    FamilyVersion create(FamilySpec spec, boolean approver) {
        return transaction.execute(_ -> {
            Optional<FamilyStoreRepository.Head> head = store.lock(spec.family());
            if (head.isPresent() && !head.get().deleted() || head.isEmpty() && !store.create(spec.family())) {
                throw ManyModelsException.conflict("family-exists",
                        "Family [%s] is there already. Maybe PUT /api/v1/families/%s".formatted(spec.family(),
                                spec.family()));
            }
            head.ifPresent(found -> checkPromotion(version(spec.family(), found.version()).spec(), spec, approver));
            store.addVersion(spec, head.map(FamilyStoreRepository.Head::version).orElse(0) + 1);
            return changed(spec.family());
        });
    }

    /**
     * Stores a new version unless the spec is the current one's; NOT_FOUND when there is no such family.
     *
     * @param approver whether the caller may change the rules of promotion too
     */
    FamilyVersion replace(FamilySpec spec, boolean approver) {
        return transaction.execute(_ -> {
            FamilyStoreRepository.Head head = store.lock(spec.family())
                    .filter(found -> !found.deleted()).orElseThrow(() -> notFound(spec.family()));
            FamilySpec before = version(spec.family(), head.version()).spec();
            if (!before.equals(spec)) {
                checkPromotion(before, spec, approver);
                store.addVersion(spec, head.version() + 1);
            }
            return changed(spec.family());
        });
    }

    /** Whoever may not approve a release may not take the approval away either. */
    private static void checkPromotion(FamilySpec before, FamilySpec after, boolean approver) {
        if (!approver && !before.promotion().equals(after.promotion())) {
            throw new ManyModelsException(ManyModelsException.Kind.FORBIDDEN, "promotion-needs-approver",
                    "promotion: differs from the one of family [%s], and only an approver may change what a release must pass. Maybe use an API key with the roles operator and approver, or leave promotion as it is"
                            .formatted(after.family()));
        }
    }

    /** Takes the family off the list; its versions, snapshots and runs stay. */
    DeletedFamily delete(String family) {
        return transaction.execute(_ -> {
            if (!store.delete(family)) {
                throw notFound(family);
            }
            events.publishEvent(new FamilyChanged(family));
            return store.rest(family);
        });
    }

    private FamilyVersion changed(String family) {
        events.publishEvent(new FamilyChanged(family));
        return current(family);
    }

    private static ManyModelsException notFound(String family) {
        return ManyModelsException.notFound("family-unknown",
                "Family [%s] does not exist. Maybe GET /api/v1/families lists it under another name"
                        .formatted(family));
    }
}
