package io.manymodels.problem;

import java.util.Objects;

/**
 * What went wrong, in terms a caller can act on. The code is stable (kebab-case) and documented; the message names the
 * object, puts values in brackets and ends with advice.
 */
public final class ManyModelsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** How the caller should see it. Package web maps each kind to one HTTP status. */
    public enum Kind {
        /** The request is not well-formed. */
        MALFORMED,
        /** The request is well-formed and wrong. */
        INVALID,
        /** The object does not exist. */
        NOT_FOUND,
        /** The object is not in a state that allows this, or somebody else was faster. */
        CONFLICT,
        /** The caller may not do this. */
        FORBIDDEN,
        /** A part that this needs does not answer, or is broken; a later try may succeed. */
        UNAVAILABLE,
        /** Asked for something the protocol names and this server does not do. */
        UNSUPPORTED
    }

    private final Kind kind;
    private final String code;

    public ManyModelsException(Kind kind, String code, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.code = Objects.requireNonNull(code, "code");
    }

    public ManyModelsException(Kind kind, String code, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.code = Objects.requireNonNull(code, "code");
    }

    public static ManyModelsException malformed(String code, String message) {
        return new ManyModelsException(Kind.MALFORMED, code, message);
    }

    public static ManyModelsException invalid(String code, String message) {
        return new ManyModelsException(Kind.INVALID, code, message);
    }

    public static ManyModelsException notFound(String code, String message) {
        return new ManyModelsException(Kind.NOT_FOUND, code, message);
    }

    public static ManyModelsException conflict(String code, String message) {
        return new ManyModelsException(Kind.CONFLICT, code, message);
    }

    public static ManyModelsException unavailable(String code, String message, Throwable cause) {
        return new ManyModelsException(Kind.UNAVAILABLE, code, message, cause);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), code);
    }
}
