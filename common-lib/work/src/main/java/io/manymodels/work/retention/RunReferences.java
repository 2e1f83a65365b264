package io.manymodels.work.retention;

import java.util.Set;
import java.util.UUID;

/** Which runs a service still needs, however old they are. A bean of this type is asked before runs are forgotten. */
public interface RunReferences {

    /** Those of the runs that something which is kept refers to. */
    Set<UUID> inUse(Set<UUID> runs);
}
