package io.manymodels.family;

/**
 * One condition of promotion for a key, as data.
 *
 * @param metric what is measured: the wire name of a {@link Metric}, or {@value #ROWS}
 * @param bound what must hold for it
 */
public record Rule(String metric, Bound bound) {

    /** Not a metric: the number of labelled rows that the model was trained on. */
    public static final String ROWS = "rows";

    /** What must hold for a measured value. */
    public sealed interface Bound {}

    /** The value is at most {@code limit}, in the metric's units. */
    public record AtMost(double limit) implements Bound {}

    /** The value is at least {@code limit}, in the metric's units. */
    public record AtLeast(double limit) implements Bound {}

    /**
     * The challenger is worse than the champion, measured on the same rows, by at most this much. Holds where there is
     * no champion.
     *
     * @param amount from 0: a share of the champion's value (0.02 is 2 %) when {@code relative}, else in the metric's
     *        units
     */
    public record WorseThanChampionByAtMost(double amount, boolean relative) implements Bound {}
}
