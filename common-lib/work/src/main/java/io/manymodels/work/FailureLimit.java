package io.manymodels.work;

/**
 * How many partitions of a run may fail before the run as a whole counts as failed: a number, or a share of the expected
 * partitions.
 *
 * @param count partitions, or -1 where the share decides
 * @param share 0..1
 */
public record FailureLimit(long count, double share) {

    public static FailureLimit ofCount(long count) {
        return new FailureLimit(count, 0);
    }

    public static FailureLimit ofShare(double share) {
        return new FailureLimit(-1, share);
    }

    boolean allows(long failed, long expected) {
        return count >= 0 ? failed <= count : failed <= share * expected;
    }
}
