package io.manymodels.event;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** The predictions of a scoring run are visible. Published by scoring. */
public record PredictionsPublished(String family, int release, UUID run, @Nullable UUID cycle) implements Fact {}
