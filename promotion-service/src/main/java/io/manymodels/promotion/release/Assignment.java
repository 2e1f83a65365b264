package io.manymodels.promotion.release;

import io.manymodels.registry.Rung;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model version that a release gives to one key.
 *
 * @param sequence     number of the key's partition in the snapshot
 * @param modelVersion production model version; null where only the candidate is known
 * @param candidate    the candidate whose production copy answers; null where the production version is known
 */
public record Assignment(int sequence, @Nullable Long modelVersion, @Nullable Long candidate, Rung rung) {

    public static Assignment ofModel(int sequence, long modelVersion, Rung rung) {
        return new Assignment(sequence, modelVersion, null, rung);
    }

    public static Assignment ofCandidate(int sequence, long candidate) {
        return new Assignment(sequence, null, candidate, Rung.OWN);
    }

    /**
     * The same with the production version, where the candidate has just become one.
     *
     * @param registered ids of production versions by candidate
     */
    public Assignment known(Map<Long, Long> registered) {
        var model = candidate == null ? null : registered.get(candidate);
        return model == null ? this : ofModel(sequence, model, rung);
    }
}
