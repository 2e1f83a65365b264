package io.manymodels.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When parts of a stack are started, and when they count as ready. */
class StartingTest {

    @ParameterizedTest
    @CsvSource({"1, PT0.5S", "2, PT1S", "3, PT2S", "6, PT16S", "7, PT30S", "20, PT30S", "64, PT30S",
            "2147483647, PT30S"})
    void pausesDoubleUpToTheLongest(int restart, Duration pause) {
        assertThat(RestartPolicy.USUAL.pause(restart)).isEqualTo(pause);
    }

    @Test
    void noMoreThanTheWidthStartsAtATime() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> begun = new CopyOnWriteArrayList<>();
        CountDownLatch both = new CountDownLatch(2);
        try (Pipeline pipeline = new Pipeline(2)) {
            for (int i = 0; i < 8; i++) {
                int step = i;
                pipeline.add(() -> {
                    begun.add(step);
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    both.countDown();
                    both.await(10, TimeUnit.SECONDS);
                    now.decrementAndGet();
                    return step;
                });
            }
            pipeline.finish();
        }

        assertThat(most).hasValue(2);
        assertThat(begun).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void theFirstStepThatFailsHasItsSay() throws Exception {
        try (Pipeline pipeline = new Pipeline(4)) {
            pipeline.add(() -> "fine");
            pipeline.add(() -> {
                throw new IOException("training did not start. Maybe its log says more");
            });
            pipeline.add(() -> {
                throw new IllegalStateException("another");
            });

            assertThatThrownBy(pipeline::finish).isInstanceOf(StackProblem.class)
                    .hasMessage("training did not start. Maybe its log says more");
        }
    }

    @Test
    void aPipelineThatIsClosedInterruptsWhatItStarted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Pipeline pipeline = new Pipeline(1)) {
            pipeline.add(() -> {
                started.countDown();
                try {
                    return new CountDownLatch(1).await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            });
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"200, true, true", "204, false, true", "302, false, true", "403, false, true", "503, false, true"})
    void aServiceIsReadyByItsWordAndAStorageByAnyAnswer(int status, boolean ready, boolean answers) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(Readiness.http(client, uri).ready()).isEqualTo(ready);
            assertThat(Readiness.answers(client, uri).ready()).isEqualTo(answers);
            server.stop(0);
            assertThat(Readiness.http(client, uri).ready()).isFalse();
            assertThat(Readiness.answers(client, uri).ready()).isFalse();
        }
    }

    @Test
    void whatAnEarlierStackLeftIsEndedAndWhatDoesNotEndIsKilled() throws Exception {
        Process willing = new ProcessBuilder("sh", "-c", "read line").start();
        Process stubborn = new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done")
                .start();
        assertThat(stubborn.inputReader().readLine()).isEqualTo("ready");

        Leftovers.end(List.of(willing.toHandle(), stubborn.toHandle()), Duration.ofSeconds(1));

        assertThat(willing.isAlive()).isFalse();
        assertThat(stubborn.isAlive()).isFalse();
    }
}
