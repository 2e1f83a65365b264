package io.manymodels.work.lineage;

import io.manymodels.work.api.Run;

/** Whom it is told what runs read and made. */
@FunctionalInterface
public interface Lineage {

    /** Tells of a run that has ended. Never throws: what cannot be told is logged and forgotten. */
    void ended(Run run);
}
