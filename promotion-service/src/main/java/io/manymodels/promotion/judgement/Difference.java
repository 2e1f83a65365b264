package io.manymodels.promotion.judgement;

/**
 * A promotion's verdicts against the release that was current when it was planned.
 *
 * @param added   keys that the release does not have
 * @param changed keys that get another model or rung
 * @param same    keys that stay as they are
 * @param removed keys that the release has and the snapshot has not
 */
public record Difference(long added, long changed, long same, long removed) {}
