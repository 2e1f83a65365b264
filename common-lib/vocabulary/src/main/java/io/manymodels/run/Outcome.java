package io.manymodels.run;

import java.util.Arrays;
import java.util.Optional;

/** What became of one partition in a run. */
public enum Outcome {
    /** Did what the run is for. */
    SUCCEEDED("succeeded"),
    /** A lower rung of the ladder stands in. */
    FELL_BACK("fellBack"),
    /** Nothing was to be done. */
    SKIPPED("skipped"),
    /** Could not be done; the reason says why. */
    FAILED("failed"),
    /** The run was cancelled before it came to this partition. */
    CANCELLED("cancelled");

    private final String wireName;

    Outcome(String wireName) {
        this.wireName = wireName;
    }

    /** The name in tables and JSON. */
    public String wireName() {
        return wireName;
    }

    /** Empty when no outcome has that name. */
    public static Optional<Outcome> ofWireName(String name) {
        return Arrays.stream(values()).filter(outcome -> outcome.wireName.equals(name)).findFirst();
    }
}
