package io.manymodels.work.engine;

import java.util.List;
import java.util.UUID;

/** Tells workers of tasks, once the current transaction commits. Told twice, or of a task that is gone, they do nothing. */
public interface TaskQueue {

    void send(List<UUID> tasks);
}
