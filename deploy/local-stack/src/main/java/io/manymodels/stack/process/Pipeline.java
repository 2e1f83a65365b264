package io.manymodels.stack.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Runs start-ups in order, a few at a time: start is bound by the processor, so more at once would only make the first one
 * later.
 */
public final class Pipeline implements AutoCloseable {

    private final Semaphore slots;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> started = new ArrayList<>();

    public Pipeline(int width) {
        this.slots = new Semaphore(width);
    }

    /** Starts a step as soon as there is room, in the order of the calls. */
    public void add(Callable<?> step) throws InterruptedException {
        slots.acquire();
        started.add(executor.submit(() -> {
            try {
                return step.call();
            } finally {
                slots.release();
            }
        }));
    }

    /**
     * Waits for all steps.
     *
     * @throws StackProblem what the first step that failed had to say
     */
    public void finish() throws StackProblem, InterruptedException {
        for (Future<?> step : started) {
            try {
                step.get();
            } catch (ExecutionException e) {
                throw new StackProblem(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
