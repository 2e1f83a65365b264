package io.manymodels.artefact;

/**
 * Where a model lies, as its registry row says.
 *
 * @param object key of the pack in the registry's bucket
 * @param header what all models of a run share
 * @param body this model
 */
public record ArtefactLocation(String object, ByteRange header, ByteRange body) {}
