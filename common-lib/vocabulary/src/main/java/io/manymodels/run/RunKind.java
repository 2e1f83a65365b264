package io.manymodels.run;

import java.util.Locale;

/** What a run does. */
public enum RunKind {
    INGESTION, TRAINING, BACKTEST, PROMOTION, SCORING;

    /** The name in tables and JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Throws {@link IllegalArgumentException} for an unknown name. */
    public static RunKind ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
