package io.manymodels.event;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** A training run succeeded. Published by training; starts promotion when it carries a cycle. */
public record TrainingCompleted(String family, int familyVersion, String snapshot, UUID run,
        @Nullable UUID cycle) implements Fact {}
