package io.manymodels.promotion.release;

import io.manymodels.registry.Rung;
import org.jspecify.annotations.Nullable;

/**
 * The model version that a release gives to one key.
 *
 * @param modelVersion production model version; null where only the candidate is known
 * @param candidate    the candidate whose production copy answers; null where the production version is known
 */
public record Assignment(String key, @Nullable Long modelVersion, @Nullable Long candidate, Rung rung) {

    public static Assignment ofModel(String key, long modelVersion, Rung rung) {
        return new Assignment(key, modelVersion, null, rung);
    }

    public static Assignment ofCandidate(String key, long candidate) {
        return new Assignment(key, null, candidate, Rung.OWN);
    }
}
