package io.manymodels.stack.process;

import java.time.Duration;

/**
 * When a process that ended by itself is started again.
 *
 * @param firstPause before the first restart; doubles with each one that follows
 * @param longestPause bound of the pauses
 * @param steady how long a process must have run for its end to count as the first again
 * @param limit restarts in a row without a steady run after which it is given up
 * @param probe how often a process that runs is asked whether it is ready
 */
public record RestartPolicy(Duration firstPause, Duration longestPause, Duration steady, int limit, Duration probe) {

    /** Gives up after some eight minutes without a steady run. */
    public static final RestartPolicy USUAL = new RestartPolicy(Duration.ofMillis(500), Duration.ofSeconds(30),
            Duration.ofMinutes(1), 20, Duration.ofSeconds(2));

    /**
     * The pause before a restart.
     *
     * @param restart its number in a row, from 1
     */
    Duration pause(int restart) {
        // Beyond 2^20 the bound holds anyway, and nothing overflows.
        Duration doubled = firstPause.multipliedBy(1L << Math.min(restart - 1, 20));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }
}
