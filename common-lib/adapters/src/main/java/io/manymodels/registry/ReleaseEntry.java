package io.manymodels.registry;

import io.manymodels.artefact.ArtefactLocation;

/**
 * Which production model answers for a key.
 *
 * @param key canonical text
 * @param tags JSON object of the key columns and what else is constant for the key
 * @param modelVersion id of the production model version
 * @param location in bucket {@code production}
 */
public record ReleaseEntry(String key, String tags, long modelVersion, Rung rung, ArtefactLocation location) {}
