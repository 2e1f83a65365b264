package io.manymodels.scoring.run;

/**
 * What a scoring run came to, kept with the run.
 *
 * @param rows predictions published, over all keys
 */
record ScoringResult(long rows) {}
