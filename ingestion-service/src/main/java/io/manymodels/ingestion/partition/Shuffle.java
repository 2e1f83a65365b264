package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.reading.EarlierReadings;
import io.manymodels.rows.Column;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** An engine that brings the rows of a family's source into one file, sorted by key and time, and looks at them. */
public interface Shuffle {

    /**
     * Reads, transforms, sorts, writes and profiles. Throws INVALID with a code of its own for everything that is wrong
     * with the source or the spec as a whole; what is wrong with single partitions stands in the result.
     *
     * @param earlier columns of the family's snapshot before, whose types are kept where they can be; empty where there
     *        is none
     * @param readings whose rows are taken where their files are what they were: what comes out is the same
     * @param folder its own, existing and empty; the caller removes it
     * @param cancelled asked now and then
     */
    ShuffledData shuffle(FamilySpec spec, List<Column> earlier, EarlierReadings readings, Path folder,
            BooleanSupplier cancelled);

    /** The same over the beginning of the source alone, within seconds, to be looked at. */
    SampledData sample(FamilySpec spec, List<Column> earlier, Path folder);
}
