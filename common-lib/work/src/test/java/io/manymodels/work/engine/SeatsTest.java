package io.manymodels.work.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.run.RunKind;
import io.manymodels.work.NoProcess;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who works beside whom in one process, and who does runs of which kind. */
class SeatsTest {

    private static CompletableFuture<Seats.Taken> asked(Seats seats, boolean alone) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Seats.Taken> taken = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            try {
                return seats.take(alone);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        return taken;
    }

    @Test
    void asManyWorkAtATimeAsThereArePlaces() throws Exception {
        Seats seats = new Seats(2);
        AtomicInteger taken = new AtomicInteger();
        Seats.Taken first = seats.take(false);
        seats.take(false);

        CompletableFuture<Void> third = asked(seats, false).thenAccept(_ -> taken.incrementAndGet());
        assertThat(taken).hasValue(0);
        first.close();

        third.get(10, TimeUnit.SECONDS);
        assertThat(taken).hasValue(1);
    }

    @Test
    void aTaskThatMayKillAWorkerWaitsForAllOthersAndKeepsThemOut() throws Exception {
        Seats seats = new Seats(3);
        Seats.Taken other = seats.take(false);
        CompletableFuture<Seats.Taken> suspect = asked(seats, true);
        assertThat(suspect).isNotDone();

        other.close();
        Seats.Taken alone = suspect.get(10, TimeUnit.SECONDS);
        CompletableFuture<Seats.Taken> next = asked(seats, false);
        assertThat(next).isNotDone();

        alone.close();
        next.get(10, TimeUnit.SECONDS).close();
        seats.take(true).close();
    }

    @Test
    void twoProcessesOfOneKindStopTheStart() {
        assertThatThrownBy(() -> new Processes(List.of(new NoProcess(RunKind.TRAINING), new NoProcess(RunKind.SCORING),
                new NoProcess(RunKind.TRAINING)))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[TRAINING]");
    }
}
