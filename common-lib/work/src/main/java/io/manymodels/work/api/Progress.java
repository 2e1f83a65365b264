package io.manymodels.work.api;

/**
 * How far a run is, in partitions. At the end of a run that succeeded or was cancelled, expected is the sum of all
 * outcomes.
 *
 * @param expected all partitions of the run; 0 until it is planned
 * @param remaining those without an outcome yet
 */
public record Progress(long expected, long succeeded, long fellBack, long skipped, long failed, long cancelled,
        long remaining) {

    public static Progress of(long expected, long succeeded, long fellBack, long skipped, long failed,
            long cancelled) {
        return new Progress(expected, succeeded, fellBack, skipped, failed, cancelled,
                Math.max(0, expected - succeeded - fellBack - skipped - failed - cancelled));
    }

    /** Partitions that have an outcome. */
    public long accountedFor() {
        return succeeded + fellBack + skipped + failed + cancelled;
    }
}
