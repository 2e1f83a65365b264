package io.manymodels.scoring.answer;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.registry.Rung;

/** The production model that answers for a partition. */
public record Assignment(int sequence, long modelVersion, Rung rung, ArtefactLocation location) {}
