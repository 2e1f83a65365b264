package io.manymodels.run;

/** What became of one partition in a run. */
public enum Outcome {
    /** Did what the run is for. */
    SUCCEEDED("succeeded"),
    /** A lower rung of the ladder stands in. */
    FELL_BACK("fellBack"),
    /** Nothing was to be done. */
    SKIPPED("skipped"),
    /** Could not be done; the reason says why. */
    FAILED("failed");

    private final String wireName;

    Outcome(String wireName) {
        this.wireName = wireName;
    }

    /** The name in tables and JSON. */
    public String wireName() {
        return wireName;
    }
}
