package io.manymodels.cli.output;

import java.util.List;

/** Ends the command with one line that says what to do, perhaps some details below it, and an exit code. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The work was done and the result is negative: a run failed, nothing runs. */
    public static final int NEGATIVE = 1;
    /** The command or its input is wrong. */
    public static final int USAGE = 2;
    /** The platform does not answer, or refuses the key. */
    public static final int UNREACHABLE = 3;

    private final int exitCode;
    private final transient List<String> details;

    private CommandFailure(int exitCode, String message, List<String> details) {
        super(message);
        this.exitCode = exitCode;
        this.details = List.copyOf(details);
    }

    public static CommandFailure negative(String message) {
        return new CommandFailure(NEGATIVE, message, List.of());
    }

    public static CommandFailure usage(String message) {
        return new CommandFailure(USAGE, message, List.of());
    }

    public static CommandFailure usage(String message, List<String> details) {
        return new CommandFailure(USAGE, message, details);
    }

    public static CommandFailure unreachable(String message) {
        return new CommandFailure(UNREACHABLE, message, List.of());
    }

    public int exitCode() {
        return exitCode;
    }

    /** Further lines, one for each thing that is wrong. */
    public List<String> details() {
        return details;
    }
}
