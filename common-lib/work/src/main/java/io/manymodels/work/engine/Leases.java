package io.manymodels.work.engine;

import io.manymodels.work.api.LeasedTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the leases of this process alive, gives a message again to tasks whose worker fell silent, in whatever process that
 * was, and frees what such a worker keeps locked.
 */
public class Leases implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final Duration UNSEEN = Duration.ofMinutes(5);
    private static final int BATCH = 200;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LOOK_FOR_SILENT_CLIENTS = Duration.ofSeconds(10);

    private final TaskRepository apart;
    private final TaskRepository tasks;
    private final TaskQueue queue;
    private final SilentClients silentClients;
    private final TransactionTemplate transaction;
    private final Duration lease;
    private final Map<UUID, LeasedTask> held = new ConcurrentHashMap<>();
    private volatile boolean running;
    private List<Thread> threads = List.of();

    /** @param apart over connections that nothing else takes: whatever starves, signs of life do not */
    Leases(TaskRepository apart, TaskRepository tasks, TaskQueue queue, SilentClients silentClients,
            TransactionTemplate transaction, Duration lease) {
        this.apart = apart;
        this.tasks = tasks;
        this.queue = queue;
        this.silentClients = silentClients;
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
            apart.giveBack(task);
        }
    }

    @Override
    public void start() {
        running = true;
        threads = List.of(
                Thread.ofPlatform().daemon().name("task-leases").start(() -> repeat(this::renew, lease.dividedBy(3))),
                Thread.ofPlatform().daemon().name("task-strays").start(() -> repeat(this::sendStranded, LOOK)),
                Thread.ofPlatform().daemon().name("silent-clients")
                        .start(() -> repeat(silentClients::endThem, LOOK_FOR_SILENT_CLIENTS)));
    }

    /** A thread for each, so that one which waits for the database does not keep the other from its work. */
    private void repeat(Runnable work, Duration pause) {
        while (running) {
            try {
                work.run();
            } catch (RuntimeException e) {
                if (running) {
                    LOG.warn("Leases could not be looked after: {}", e.toString());
                }
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Lengthens what is held, and lets go of what was ended or taken over. */
    void renew() {
        for (LeasedTask task : held.values()) {
            if (!apart.renew(task, lease)) {
                if (apart.isTaken(task)) {
                    LOG.warn("Lease of task {} epoch {} ran out after {}; what its worker still does is not committed",
                            task.id(), task.epoch(), lease);
                }
                letGo(task);
            }
        }
    }

    private void sendStranded() {
        transaction.executeWithoutResult(_ -> {
            List<UUID> stranded = tasks.takeStranded(UNSEEN, BATCH);
            if (!stranded.isEmpty()) {
                queue.send(stranded);
            }
        });
    }

    @Override
    public void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
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
