package io.manymodels.work.engine;

import io.manymodels.work.api.LeasedTask;

/** What was about to be written must not be: the task is another worker's, or its run has ended without it. */
final class Fenced extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private Fenced(String message) {
        super(message);
    }

    static Fenced takenOver(LeasedTask task) {
        return new Fenced("Task [%s] epoch [%d] was taken over by another worker".formatted(task.id(), task.epoch()));
    }

    static Fenced tooLate(LeasedTask task) {
        return new Fenced("Run [%s] ended before its task [%s] did".formatted(task.run(), task.id()));
    }
}
