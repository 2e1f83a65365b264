package io.manymodels.realtime.cache;

/** Told how long things took. */
interface CacheTimings {

    CacheTimings NONE = new CacheTimings() {
        @Override
        public void loaded(long nanos) {}

        @Override
        public void evicted(long ageNanos) {}
    };

    /** A load, of one model or of several together, ended. */
    void loaded(long nanos);

    /** A model was evicted at this age. */
    void evicted(long ageNanos);
}
