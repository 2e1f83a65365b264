package io.manymodels.work;

/**
 * Why a partition has its outcome.
 *
 * @param code stable, kebab-case, for example {@code too-few-rows}
 * @param message one sentence with the value in brackets and advice
 */
public record Reason(String code, String message) {

    private static final int LONGEST = 500;

    public Reason {
        message = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
    }

    /** What an exception says about a partition: its class and text. */
    public static Reason of(Exception e) {
        String text = String.valueOf(e.getMessage());
        return new Reason("unexpected-error", e.getClass().getSimpleName() + ": " + text);
    }
}
