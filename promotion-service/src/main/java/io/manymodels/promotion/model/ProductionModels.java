package io.manymodels.promotion.model;

import io.manymodels.promotion.copy.Placement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Registers copied candidates as production model versions. */
@Component
public class ProductionModels {

    private final ModelVersionRepository versions;

    ProductionModels(ModelVersionRepository versions) {
        this.versions = versions;
    }

    /**
     * Registers candidates whose bytes are in production, each under the next version number of its scope and key. Fails where
     * somebody else has just registered one of them. Takes part in the caller's transaction.
     *
     * @param createdBy who started the promotion
     * @return ids of the versions, by candidate
     */
    public Map<Long, Long> register(String family, List<Placement> placements, String createdBy) {
        return placements.isEmpty() ? Map.of() : versions.register(family, placements, createdBy);
    }

    /**
     * Forgets those of the versions that no release and no promotion refers to any more, and their bytes. Takes part in the
     * caller's transaction.
     */
    public void forget(String family, Set<Long> versions) {
        if (!versions.isEmpty()) {
            this.versions.forget(family, versions);
        }
    }

    /** Forgets some of the versions of families that are gone, to which nothing refers any more; answers how many. */
    public int forgetGone() {
        return versions.forgetGone();
    }

    /** Those of the objects that hold a registered model. */
    public Set<String> objectsInUse(Set<String> objects) {
        return versions.objectsInUse(objects);
    }
}
