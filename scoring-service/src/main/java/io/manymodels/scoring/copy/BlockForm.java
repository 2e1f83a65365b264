package io.manymodels.scoring.copy;

/** How a column may lie in blocks. An array it may always be. */
public enum BlockForm {
    /** Nothing but an array. */
    ARRAY,
    /** Times: their first, and how far they are from each other. */
    STRIDE,
    /** Numbers: a straight line of the predictions, and small steps off it. */
    LINE
}
