package io.manymodels.registry;

import java.util.Locale;

/** Which step of the fallback ladder answers for a key, best first. */
public enum Rung {
    /** The key's own newly promoted, or unchanged, model. */
    OWN,
    /** The key's own model of an earlier release: its newest candidate was held back, or there was none. */
    PREVIOUS,
    /** The model of the key's group. */
    GROUP,
    /** The family-wide model. */
    FAMILY,
    /** The family's plainest model. */
    BASELINE;

    /** Whether the model that answers on this rung is one that several keys share. */
    public boolean isShared() {
        return this == GROUP || this == FAMILY || this == BASELINE;
    }

    /** The name in tables and JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Rung ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
