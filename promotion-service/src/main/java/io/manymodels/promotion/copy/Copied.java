package io.manymodels.promotion.copy;

import io.manymodels.promotion.rule.Refusal;
import java.util.List;
import java.util.Map;

/**
 * What a copy came to.
 *
 * @param placements the artefacts that are in production now
 * @param corrupt    why the others are not, by id of the candidate; code {@value #CORRUPT}
 */
public record Copied(List<Placement> placements, Map<Long, Refusal> corrupt) {

    public static final String CORRUPT = "artefact-corrupt";

    public Copied {
        placements = List.copyOf(placements);
        corrupt = Map.copyOf(corrupt);
    }

    /** Nothing to copy, nothing copied. */
    public static Copied nothing() {
        return new Copied(List.of(), Map.of());
    }
}
