package io.manymodels.promotion.copy;

/**
 * Where a copied artefact lies in the production bucket. Lengths and digests are those of the candidate.
 *
 * @param version id of the candidate
 */
public record Placement(long version, String object, long headerOffset, long bodyOffset) {}
