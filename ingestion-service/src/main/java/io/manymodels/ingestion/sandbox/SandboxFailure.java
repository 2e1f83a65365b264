package io.manymodels.ingestion.sandbox;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Kind;
import java.util.Locale;

/** What went wrong in a sandbox, by the codes of its exceptions. */
public enum SandboxFailure {
    /** The SQL is wrong, or a value does not fit it: whoever knows whose SQL it was says so. */
    REFUSED,
    /** Cancelled, or over its time. */
    STOPPED,
    /** Even with spilling the memory limit does not suffice. */
    MEMORY,
    /** The sandbox's folder grew beyond its limit. */
    SPACE,
    /** The work folder cannot be used; another try may find room. */
    DISK;

    private static final String PREFIX = "sandbox-";

    ManyModelsException exception(String message, Throwable cause) {
        return new ManyModelsException(this == DISK ? Kind.UNAVAILABLE : Kind.INVALID,
                PREFIX + name().toLowerCase(Locale.ROOT), message, cause);
    }

    /** Whether an exception is this one. */
    public boolean is(ManyModelsException e) {
        return e.code().equals(PREFIX + name().toLowerCase(Locale.ROOT));
    }
}
