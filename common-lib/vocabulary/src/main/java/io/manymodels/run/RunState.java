package io.manymodels.run;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a run is in its life. Each state names the states it may become; the last three are final. */
public enum RunState {
    QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED;

    /** The states that may follow this one. */
    public Set<RunState> successors() {
        return switch (this) {
            case QUEUED -> EnumSet.of(RUNNING, FAILED, CANCELLED);
            case RUNNING -> EnumSet.of(SUCCEEDED, FAILED, CANCELLED);
            case SUCCEEDED, FAILED, CANCELLED -> EnumSet.noneOf(RunState.class);
        };
    }

    public boolean isFinal() {
        return successors().isEmpty();
    }

    /** The name in tables and JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Throws {@link IllegalArgumentException} for an unknown name. */
    public static RunState ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
