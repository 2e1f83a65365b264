package io.manymodels.training.learner;

/** Thrown by a variant whose rows cannot carry it: too few, or a fit that failed numerically. The others go on. */
public final class CannotFit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotFit(String why) {
        super(why);
    }
}
