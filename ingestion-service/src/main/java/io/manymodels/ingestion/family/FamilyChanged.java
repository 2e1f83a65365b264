package io.manymodels.ingestion.family;

/** A family was created, changed or deleted; told in the transaction that stores it, on its thread. */
public record FamilyChanged(String family) {}
