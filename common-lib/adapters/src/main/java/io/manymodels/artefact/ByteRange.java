package io.manymodels.artefact;

/**
 * A part of a pack object.
 *
 * @param offset first byte
 * @param length bytes
 * @param sha256 of these bytes, hexadecimal in lower case
 */
public record ByteRange(long offset, int length, String sha256) {}
