package io.manymodels.realtime.release;

import io.manymodels.family.FamilySpec;
import io.manymodels.registry.Release;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import org.jspecify.annotations.Nullable;

/**
 * A family as its current release serves it. Immutable: another release is another object.
 *
 * @param spec the version that the release was made with
 * @param schema the columns of the release's snapshot
 * @param timeAxis null without a time column
 * @param lastTime ordinal of the latest row with a target in that snapshot; null without a time column
 */
public record ServedFamily(Release release, FamilySpec spec, RowSchema schema, @Nullable TimeAxis timeAxis,
        @Nullable Long lastTime) {}
