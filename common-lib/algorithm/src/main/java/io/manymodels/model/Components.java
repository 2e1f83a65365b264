package io.manymodels.model;

import java.util.stream.IntStream;

/**
 * What a value of a table of forecasts is made of, as far as the table tells: a line through the means of whole seasons, and what
 * the season adds to it. Exact where trend and season are added to each other and the line is straight.
 *
 * @param level of the line at the origin
 * @param trend how much the line has changed since
 * @param season what the value differs from the line
 */
public record Components(double level, double trend, double season) {

    public static Components of(Scorer.Steps steps, long lead) {
        double level = line(steps, 0);
        double now = line(steps, lead);
        return new Components(level, now - level, steps.value(lead) - now);
    }

    /** The mean of the season around a lead; before the first whole one it goes on as it begins. */
    private static double line(Scorer.Steps steps, long lead) {
        long first = steps.first() + steps.tail().season() / 2L;
        if (lead >= first) {
            return centred(steps, lead);
        }
        double start = centred(steps, first);
        return start + (lead - first) * (centred(steps, first + 1) - start);
    }

    private static double centred(Scorer.Steps steps, long lead) {
        int season = steps.tail().season();
        int half = season / 2;
        double sum = IntStream.rangeClosed(-half, half).mapToDouble(i -> steps.value(lead + i)).sum();
        // Both ends of an even season are the same place of it.
        double twice = season % 2 == 0 ? (steps.value(lead - half) + steps.value(lead + half)) / 2 : 0;
        return (sum - twice) / season;
    }
}
