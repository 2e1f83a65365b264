package io.manymodels.realtime.release;

import io.manymodels.registry.ReleaseEntry;
import io.manymodels.rows.LastValues;
import org.jspecify.annotations.Nullable;

/**
 * Which model answers for a key.
 *
 * @param last what a model that several keys share must be told of this one; null for the key's own models, which know it
 */
public record KeyEntry(ReleaseEntry entry, @Nullable LastValues last) {}
