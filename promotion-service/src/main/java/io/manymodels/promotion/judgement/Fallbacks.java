package io.manymodels.promotion.judgement;

import org.jspecify.annotations.Nullable;

/**
 * The models that any key of the family can fall back on.
 *
 * @param familyModel   production model version; null when there is none (yet)
 * @param baselineModel production model version; null when there is none (yet)
 */
public record Fallbacks(boolean hasFamily, @Nullable Long familyModel, boolean hasBaseline,
        @Nullable Long baselineModel) {}
