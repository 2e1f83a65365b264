package io.manymodels.work;

/**
 * Why a run as a whole failed.
 *
 * @param code stable, kebab-case
 * @param message one sentence with advice
 */
public record Problem(String code, String message) {}
