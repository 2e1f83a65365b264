package io.manymodels.promotion.release;

import io.manymodels.promotion.model.ProductionModels;
import io.manymodels.registry.ReleaseRepository;
import io.manymodels.work.retention.RetentionRule;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forgets what releases that are no longer kept assign, and the models that no other release needs. That there was such a
 * release, and who made it, stays.
 */
@Component
class ReleaseRetention implements RetentionRule {

    private final ForgottenReleaseRepository forgotten;
    private final PublishedReleaseRepository releases;
    private final ReleaseRepository registry;
    private final ProductionModels models;

    ReleaseRetention(ForgottenReleaseRepository forgotten, PublishedReleaseRepository releases,
            ReleaseRepository registry, ProductionModels models) {
        this.forgotten = forgotten;
        this.releases = releases;
        this.registry = registry;
        this.models = models;
    }

    @Override
    public String name() {
        return "entries";
    }

    @Override
    @Transactional
    public int removeSome() {
        return forgotten.next().map(release -> {
            // Nobody rolls back to it in this moment.
            registry.lockPointer(release.family());
            if (releases.isKept(release.id())) {
                return 0;
            }
            ForgottenReleaseRepository.Removed removed = forgotten.remove(release);
            models.forget(release.family(), removed.models());
            return removed.rows();
        }).orElse(0);
    }
}
