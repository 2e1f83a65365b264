package io.manymodels.training.learner;

/**
 * One candidate of a contest.
 *
 * @param name the learner's, and where it has several variants {@code /} and what is special
 * @param rank the lower, the more it is preferred: of candidates that evidence does not tell apart the lowest wins
 * @param fitting how it is fitted
 */
public record Variant(String name, int rank, Fitting fitting) {

    /** What needs no proof: it answers too where there are too few rows for a contest. */
    public static final int TRUSTED = 0;
    /** What comes before all others where a family gives no reason for another order. */
    public static final int FIRST = 10;
    /** Learners of many parameters. */
    public static final int RICH = 30;
    /** Plain rules. */
    public static final int PLAIN = 40;

    /** Whether it is a plain rule. */
    public boolean isPlain() {
        return rank >= PLAIN;
    }

    /** Fits rows. */
    @FunctionalInterface
    public interface Fitting {

        /** Throws {@link CannotFit} where these rows cannot carry it, {@link Deadline.Passed}. */
        Fitted fit(Lesson lesson);
    }
}
