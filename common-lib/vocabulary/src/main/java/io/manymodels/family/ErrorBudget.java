package io.manymodels.family;

import java.math.BigDecimal;

/**
 * How many partitions of a run may fail before the run as a whole counts as failed.
 *
 * @param value a share in percent (0 to 100) or a count of partitions
 * @param percent whether {@code value} is in percent
 */
public record ErrorBudget(double value, boolean percent) {

    public static final ErrorBudget DEFAULT = new ErrorBudget(1, true);

    public ErrorBudget {
        if (!(value >= 0) || (percent && value > 100)) {
            throw new IllegalArgumentException(
                    "Error budget [%s%s] must be a count from 0 or a share from 0%% to 100%%".formatted(value,
                            percent ? "%" : ""));
        }
    }

    /** Reads {@code 1%}, {@code 0.5%} or {@code 10}. Throws {@link IllegalArgumentException} for anything else. */
    public static ErrorBudget parse(String text) {
        String trimmed = text.trim();
        boolean percent = trimmed.endsWith("%");
        String number = percent ? trimmed.substring(0, trimmed.length() - 1).trim() : trimmed;
        return new ErrorBudget(percent ? Quantities.decimal(number) : Integer.parseInt(number), percent);
    }

    /** Whether a run over {@code expected} partitions may succeed with {@code failed} failed ones. */
    public boolean allows(long failed, long expected) {
        return percent ? failed * 100.0 <= value * expected : failed <= value;
    }

    /** The spec's form, {@code 1%} or {@code 10}. */
    @Override
    public String toString() {
        String number = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        return percent ? number + "%" : number;
    }
}
