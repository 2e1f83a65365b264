package io.manymodels.promotion.rule;

/**
 * Why a candidate was not promoted.
 *
 * @param code    stable, for machines: {@code metric-missing}, {@code above-limit}, ...
 * @param message for people: names the metric, its value in brackets and the limit
 */
public record Refusal(String code, String message) {}
