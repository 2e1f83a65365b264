package io.manymodels.work;

/** The lease of this task went to another worker: what was about to be written must not be. */
final class Fenced extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Fenced(Task task) {
        super("Task [%s] epoch [%d] was taken over by another worker".formatted(task.id(), task.epoch()));
    }
}
