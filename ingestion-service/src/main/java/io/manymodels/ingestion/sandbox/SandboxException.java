package io.manymodels.ingestion.sandbox;

import org.jspecify.annotations.Nullable;

/** What DuckDB said. Turned into a problem of the run by whoever knows whose SQL it was. */
public final class SandboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SandboxException(String message) {
        super(message);
    }

    SandboxException(String message, Throwable cause) {
        super(message, cause);
    }

    SandboxException(Throwable cause) {
        super(firstLine(cause.getMessage()), cause);
    }

    /** The stable code of such a problem. */
    public String code() {
        return "sandbox-failed";
    }

    /** The message, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no message" : message.lines().findFirst().orElse("no message").strip();
    }
}
