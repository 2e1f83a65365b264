package io.manymodels.work;

/**
 * How far a run is, in partitions.
 *
 * @param expected all partitions of the run; 0 until it is planned
 * @param remaining those without an outcome yet
 */
public record Progress(long expected, long succeeded, long fellBack, long skipped, long failed, long remaining) {

    static Progress of(long expected, long succeeded, long fellBack, long skipped, long failed) {
        return new Progress(expected, succeeded, fellBack, skipped, failed,
                Math.max(0, expected - succeeded - fellBack - skipped - failed));
    }

    /** Partitions that have an outcome. */
    public long accountedFor() {
        return succeeded + fellBack + skipped + failed;
    }
}
