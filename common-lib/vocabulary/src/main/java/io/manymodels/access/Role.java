package io.manymodels.access;

/** What the holder of an API key may do. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Starts and cancels runs, and writes families. */
    OPERATOR,
    /** Promotes, approves and rolls back. */
    APPROVER,
    /** Calls realtime alone. */
    PREDICTOR
}
