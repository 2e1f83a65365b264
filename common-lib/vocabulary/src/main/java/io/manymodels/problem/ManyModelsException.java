package io.manymodels.problem;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What went wrong, in terms a caller can act on. The code is stable (kebab-case) and documented; the message names the
 * object, puts values in brackets and ends with advice. Texts are bounded, whatever a user's value in them is: a message
 * travels in facts and rows that have to stay small.
 */
public final class ManyModelsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** How the caller should see it. Each kind is one HTTP status. */
    public enum Kind {
        /** The request is not well-formed. */
        MALFORMED(400),
        /** The request brings more than is taken. */
        TOO_LARGE(413),
        /** The request is well-formed and wrong. */
        INVALID(422),
        /** The object does not exist. */
        NOT_FOUND(404),
        /** The object is not in a state that allows this, or somebody else was faster. */
        CONFLICT(409),
        /** The caller may not do this. */
        FORBIDDEN(403),
        /** A part that this needs does not answer, or is broken; a later try may succeed. */
        UNAVAILABLE(503),
        /** Asked for something the protocol names and this server does not do. */
        UNSUPPORTED(501);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The HTTP status by which it is answered. */
        public int status() {
            return status;
        }
    }

    /** Most characters of a message; what is longer keeps its beginning and its end, where the advice stands. */
    public static final int LONGEST = 2_000;
    /** Most details; the message counts them all. */
    public static final int MOST_DETAILS = 200;
    private static final int LONGEST_PATH = 200;

    /**
     * One of several things wrong with a request.
     *
     * @param path where, for example {@code training.metric}
     * @param message what is wrong, with the value in brackets and advice
     */
    public record Detail(String path, String message) implements Serializable {
        public Detail {
            path = bounded(path, LONGEST_PATH);
            message = bounded(message, LONGEST);
        }
    }

    private final Kind kind;
    private final String code;
    @SuppressWarnings("serial")
    private final List<Detail> details;

    public ManyModelsException(Kind kind, String code, String message) {
        super(bounded(message, LONGEST));
        this.kind = Objects.requireNonNull(kind, "kind");
        this.code = Objects.requireNonNull(code, "code");
        this.details = List.of();
    }

    private ManyModelsException(Kind kind, String code, String message, List<Detail> details) {
        super(bounded(message, LONGEST));
        this.kind = kind;
        this.code = code;
        this.details = List.copyOf(details.size() > MOST_DETAILS ? details.subList(0, MOST_DETAILS) : details);
    }

    public ManyModelsException(Kind kind, String code, String message, Throwable cause) {
        super(bounded(message, LONGEST), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.code = Objects.requireNonNull(code, "code");
        this.details = List.of();
    }

    /** A text with its middle left out where it is longer than {@code most} characters. */
    public static String bounded(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        String gap = " ... ";
        int end = Math.min(300, most / 3);
        int start = most - end - gap.length();
        // Never half of a character that takes two.
        int cut = Character.isHighSurrogate(text.charAt(start - 1)) ? start - 1 : start;
        int from = text.length() - end;
        return text.substring(0, cut) + gap
                + text.substring(Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from);
    }

    public static ManyModelsException malformed(String code, String message) {
        return new ManyModelsException(Kind.MALFORMED, code, message);
    }

    public static ManyModelsException tooLarge(String code, String message) {
        return new ManyModelsException(Kind.TOO_LARGE, code, message);
    }

    public static ManyModelsException invalid(String code, String message) {
        return new ManyModelsException(Kind.INVALID, code, message);
    }

    /** Everything that is wrong with a request, at once. */
    public static ManyModelsException invalid(String code, String message, List<Detail> details) {
        return new ManyModelsException(Kind.INVALID, code, message, details);
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

    /** What is wrong, one by one; empty where the message says it all. */
    public List<Detail> details() {
        return details;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), code);
    }
}
