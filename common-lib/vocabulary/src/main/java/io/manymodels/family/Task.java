package io.manymodels.family;

import java.util.Locale;

/** What the models of a family answer. */
public enum Task {
    /** The target's values at future times, from its own past and from columns known ahead. */
    FORECAST,
    /** A number, from the other columns of the same row. */
    REGRESSION,
    /** One of a few labels, from the other columns of the same row. */
    CLASSIFICATION;

    /** The name in specs and JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
