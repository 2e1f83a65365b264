package io.manymodels.run;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids of runs. */
public final class RunId {

    private RunId() {}

    /** The id of the only run of this kind in a cycle: derived, so that whoever knows the cycle knows its runs. */
    public static UUID inCycle(UUID cycle, RunKind kind) {
        return UUID.nameUUIDFromBytes((cycle + "/" + kind.wireName()).getBytes(StandardCharsets.UTF_8));
    }
}
