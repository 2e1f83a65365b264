package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** An engine that brings the rows of a family's source into one file, sorted by key and time, and looks at them. */
public interface Shuffle {

    /**
     * Reads, transforms, sorts, writes and profiles. Throws INVALID with a code of its own for everything that is wrong
     * with the source or the spec as a whole; what is wrong with single partitions stands in the result.
     *
     * @param folder its own, existing and empty; the caller removes it
     * @param cancelled asked now and then
     */
    ShuffledData shuffle(FamilySpec spec, Path folder, BooleanSupplier cancelled);
}
