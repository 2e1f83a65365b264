package io.manymodels.training.candidate;

import java.util.Locale;

/** What a model version answers for: one key, a group of keys, or the whole family. */
public enum Scope {
    OWN, GROUP, FAMILY, BASELINE;

    /** The name in tables and JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
