package io.manymodels.stack.process;

/** Why the stack cannot run, in one line that says what to do. */
public final class StackProblem extends Exception {

    private static final long serialVersionUID = 1L;

    public StackProblem(String message) {
        super(message);
    }

    public StackProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
