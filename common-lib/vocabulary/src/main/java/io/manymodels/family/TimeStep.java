package io.manymodels.family;

import java.util.Locale;

/** A unit of the calendar: what one step of an integer time column means, or how often a family's rows come. */
public enum TimeStep {
    MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER, YEAR;

    /** The name in specs and JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
