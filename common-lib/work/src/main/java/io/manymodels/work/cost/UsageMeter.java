package io.manymodels.work.cost;

import java.util.function.LongSupplier;

/**
 * Shares out what this process uses among the tasks that it works on: at any moment those under way bear equal parts. So the
 * sums are what the process really used while it worked, with its garbage collector, its compilers and the threads of native
 * libraries, which a thread's own time leaves out. What it uses while it has no task is nobody's.
 */
public final class UsageMeter {

    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final Counter cpu;
    private final Counter read;
    private final Counter written;
    private int underWay;

    /**
     * @param nanoTime nanoseconds since any moment
     * @param cpuNanos that the process has used since it started
     * @param bytesRead that it has read since it started
     * @param bytesWritten that it has written since it started
     */
    public UsageMeter(LongSupplier nanoTime, LongSupplier cpuNanos, LongSupplier bytesRead,
            LongSupplier bytesWritten) {
        this.nanoTime = nanoTime;
        this.cpu = new Counter(cpuNanos);
        this.read = new Counter(bytesRead);
        this.written = new Counter(bytesWritten);
    }

    /** A number that only grows, and the part of it that each task under way since the beginning would have borne. */
    private static final class Counter {

        private final LongSupplier now;
        private long last;
        private double share;

        Counter(LongSupplier now) {
            this.now = now;
            this.last = now.getAsLong();
        }

        void shareOut(int tasks) {
            long current = now.getAsLong();
            if (tasks > 0) {
                share += (current - last) / (double) tasks;
            }
            last = current;
        }
    }

    /** A task under way. */
    public final class Measurement {

        private final long since = nanoTime.getAsLong();
        private final double cpuAtFirst = cpu.share;
        private final double readAtFirst = read.share;
        private final double writtenAtFirst = written.share;

        private Measurement() {}

        /** The task ends. To be called once. */
        public Usage end() {
            synchronized (UsageMeter.this) {
                shareOut();
                underWay--;
                return new Usage(1, (nanoTime.getAsLong() - since) / NANOS, (cpu.share - cpuAtFirst) / NANOS,
                        Math.round(read.share - readAtFirst), Math.round(written.share - writtenAtFirst));
            }
        }
    }

    /** A task begins. */
    public synchronized Measurement begin() {
        shareOut();
        underWay++;
        return new Measurement();
    }

    private void shareOut() {
        cpu.shareOut(underWay);
        read.shareOut(underWay);
        written.shareOut(underWay);
    }
}
