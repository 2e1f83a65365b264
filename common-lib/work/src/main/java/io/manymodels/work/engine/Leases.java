package io.manymodels.work.engine;

import io.manymodels.work.api.LeasedTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the leases of this process alive, and gives a message again to tasks whose worker fell silent, in whatever process
 * that was.
 */
public class Leases implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Duration UNSEEN = Duration.ofMinutes(5);
    private static final int BATCH = 200;

    private final TaskRepository tasks;
    private final TaskQueue queue;
    private final TransactionTemplate transaction;
    private final Duration lease;
    private final Map<UUID, LeasedTask> held = new ConcurrentHashMap<>();
    private volatile boolean running;
    private @Nullable Thread thread;

    Leases(TaskRepository tasks, TaskQueue queue, TransactionTemplate transaction, Duration lease) {
        this.tasks = tasks;
        this.queue = queue;
        this.transaction = transaction;
        this.lease = lease;
    }

    void hold(LeasedTask task) {
        held.put(task.id(), task);
    }

    void letGo(LeasedTask task) {
        held.remove(task.id(), task);
    }

    /** Tasks that this process works on. */
    public int heldNow() {
        return held.size();
    }

    /** Hands back whatever this process still works on; what it would commit later is fenced. */
    public void giveBackAll() {
        for (LeasedTask task : held.values()) {
            tasks.giveBack(task);
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().daemon().name("task-leases").start(this::keep);
    }

    private void keep() {
        long renewEvery = Math.max(1, lease.toMillis() / 3000);
        for (long second = 0; running; second++) {
            try {
                if (second % renewEvery == 0) {
                    for (LeasedTask task : held.values()) {
                        if (!tasks.renew(task, lease)) {
                            LOG.warn("Task {} epoch {} is no longer ours", task.id(), task.epoch());
                            letGo(task);
                        }
                    }
                }
                transaction.executeWithoutResult(_ -> {
                    List<UUID> stranded = tasks.takeStranded(UNSEEN, BATCH);
                    if (!stranded.isEmpty()) {
                        queue.send(stranded);
                    }
                });
            } catch (RuntimeException e) {
                if (running) {
                    LOG.warn("Leases could not be looked after: {}", e.toString());
                }
            }
            try {
                Thread.sleep(1000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 1;
    }
}
