package io.manymodels.problem;

/**
 * Why something did not go as asked: a run, a partition, a rule.
 *
 * @param code stable, kebab-case, for example {@code too-few-rows}
 * @param message one sentence with the value in brackets and advice; longer than 500 characters it is cut, so that
 *        whatever carries it stays bounded
 */
public record Problem(String code, String message) {

    private static final int LONGEST = 500;

    public Problem {
        message = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
    }

    /** What an exception says: the code of one of ours, else its class and text. */
    public static Problem of(Exception e) {
        return e instanceof ManyModelsException ours
                ? new Problem(ours.code(), ours.getMessage())
                : new Problem("unexpected-error", e.getClass().getSimpleName() + ": " + e.getMessage());
    }
}
