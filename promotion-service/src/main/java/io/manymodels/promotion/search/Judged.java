package io.manymodels.promotion.search;

import io.manymodels.family.Metric;
import io.manymodels.registry.Release;
import org.jspecify.annotations.Nullable;

/**
 * A release whose keys are looked at, and by what they are judged.
 *
 * @param before the release before; null for the first
 * @param metric that the family chooses by
 */
record Judged(Release release, @Nullable Release before, Metric metric) {

    /** 1 where a large value is a bad one, else -1. */
    int badness() {
        return metric.direction() == Metric.Direction.HIGHER ? -1 : 1;
    }

    long beforeId() {
        return before == null ? -1 : before.id();
    }
}
