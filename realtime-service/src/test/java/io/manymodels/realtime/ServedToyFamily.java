package io.manymodels.realtime;

import io.manymodels.family.FamilySpec;
import io.manymodels.fixtures.family.ToyFamily;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.registry.Release;
import io.manymodels.rows.RowSchema;
import java.time.Instant;
import java.util.UUID;

/** The toy family as it is served, without a registry behind it. */
public final class ServedToyFamily {

    public static final ServedFamily SERVED = new ServedFamily(
            new Release(1, "toy", 1, new UUID(0, 1), "toy-1", 1, Instant.EPOCH),
            FamilySpec.read(ToyFamily.spec("toy")).orThrow(), new RowSchema(ToyFamily.COLUMNS), ToyFamily.AXIS,
            (long) ToyFamily.WEEKS);

    private ServedToyFamily() {}
}
