package io.manymodels.work.retention;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs every rule of the service when it is due, in one of its processes; a rule that fails holds up no other. */
class RetentionJob implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
    private static final Duration LOOK = Duration.ofMinutes(1);
    /** Batches of a rule at a time: what is left is removed when the rule is due again. */
    private static final int BATCHES = 1_000;

    private final RetentionRepository repository;
    private final List<RetentionRule> rules;
    private final Duration every;
    private volatile boolean running;
    private @Nullable Thread thread;

    RetentionJob(RetentionRepository repository, List<RetentionRule> rules, Duration every) {
        this.repository = repository;
        this.rules = rules;
        this.every = every;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().daemon().name("retention").start(this::watch);
    }

    private void watch() {
        Duration look = every.compareTo(LOOK) < 0 ? every : LOOK;
        while (running) {
            try {
                Thread.sleep(look);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            runDue();
        }
    }

    /** Runs the rules whose time has come. */
    void runDue() {
        for (RetentionRule rule : rules) {
            try {
                if (repository.claim(rule.name(), every)) {
                    run(rule);
                }
            } catch (RuntimeException e) {
                if (running) {
                    LOG.warn("Rule [{}] of the retention failed and is tried again in {}", rule.name(), every, e);
                }
            }
        }
    }

    private void run(RetentionRule rule) {
        long removed = 0;
        for (int batch = 0; batch < BATCHES && !Thread.currentThread().isInterrupted(); batch++) {
            int some = rule.removeSome();
            if (some == 0) {
                break;
            }
            removed += some;
        }
        repository.ran(rule.name(), removed);
        if (removed > 0) {
            LOG.info("Removed what is no longer kept rule={} removed={}", rule.name(), removed);
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
}
