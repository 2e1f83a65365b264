package io.manymodels.storage;

/**
 * One object as a listing shows it.
 *
 * @param key its key in the bucket
 * @param size bytes
 */
public record StoredObject(String key, long size) {}
