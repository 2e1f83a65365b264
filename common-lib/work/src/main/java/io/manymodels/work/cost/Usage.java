package io.manymodels.work.cost;

/**
 * What work used.
 *
 * @param tasks tries at tasks, those that failed included
 * @param seconds time that they took, added up
 * @param cpuSeconds of the process's processor time, shared with what ran beside
 * @param bytesRead from object storage
 * @param bytesWritten to object storage
 */
public record Usage(long tasks, double seconds, double cpuSeconds, long bytesRead, long bytesWritten) {

    /** Nothing. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    /** Both together. */
    public Usage plus(Usage other) {
        return new Usage(tasks + other.tasks, seconds + other.seconds, cpuSeconds + other.cpuSeconds,
                bytesRead + other.bytesRead, bytesWritten + other.bytesWritten);
    }
}
