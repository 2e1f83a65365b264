package io.manymodels.storage;

/**
 * One object as a listing shows it.
 *
 * @param key its key in the bucket
 * @param size bytes
 * @param etag another one whenever the content is; empty where the storage tells none
 */
public record StoredObject(String key, long size, String etag) {}
