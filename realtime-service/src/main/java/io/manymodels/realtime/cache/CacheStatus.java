package io.manymodels.realtime.cache;

/**
 * How the cache is doing, counted since the start of the service.
 *
 * @param models in memory now
 * @param bytes that they take, about
 * @param hits requests for a model that was there, or already on its way
 * @param misses requests that began a load
 * @param loads that succeeded
 * @param loadFailures loads that did not
 * @param evictions models that made room for others
 * @param oldestAgeSeconds time since the oldest model was loaded; 0 without models
 */
record CacheStatus(long models, long bytes, long capacityBytes, long hits, long misses, long loads, long loadFailures,
        long evictions, double oldestAgeSeconds) {}
