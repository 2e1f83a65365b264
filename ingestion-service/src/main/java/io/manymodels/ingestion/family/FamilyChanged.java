package io.manymodels.ingestion.family;

/** A family was created, changed or deleted; told after the fact is stored. */
public record FamilyChanged(String family) {}
