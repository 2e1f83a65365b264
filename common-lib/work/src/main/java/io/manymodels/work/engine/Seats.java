package io.manymodels.work.engine;

import java.util.concurrent.Semaphore;

/** Places at which tasks of this process are worked on. A task that may have killed a worker gets them all. */
final class Seats {

    private final Semaphore free;
    private final int all;

    Seats(int all) {
        this.free = new Semaphore(all, true);
        this.all = all;
    }

    /** Waits for one place, or for all. Close to leave. */
    Taken take(boolean alone) throws InterruptedException {
        int places = alone ? all : 1;
        free.acquire(places);
        return () -> free.release(places);
    }

    @FunctionalInterface
    interface Taken extends AutoCloseable {

        @Override
        void close();
    }
}
