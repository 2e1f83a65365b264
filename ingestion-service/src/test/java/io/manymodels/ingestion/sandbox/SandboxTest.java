package io.manymodels.ingestion.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SandboxTest {

    private static final String ENDLESS = "SELECT sum(hash(a.range + b.range)) FROM range(1000000000) a, range(1000000000) b";

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void folder() throws IOException {
        folder = temporary.toRealPath();
    }

    private Sandbox open(long disk) {
        return open(folder, disk);
    }

    private static Sandbox open(Path folder, long disk) {
        return Sandbox.open(folder, List.of(), new SandboxLimits("200MB", 2, disk));
    }

    private static void stopped(ManyModelsException e) {
        assertThat(SandboxFailure.STOPPED.is(e)).as("%s", e).isTrue();
    }

    @Test
    void aQuestionThatFailsDoesNotEndTheWatch() {
        AtomicInteger asked = new AtomicInteger();
        try (Sandbox sandbox = open(1L << 30)) {
            sandbox.watch(Duration.ofMinutes(5), () -> {
                if (asked.incrementAndGet() == 1) {
                    throw new IllegalStateException("the database is away");
                }
                return true;
            });

            assertThatThrownBy(() -> sandbox.execute(ENDLESS)).isInstanceOfSatisfying(ManyModelsException.class,
                    SandboxTest::stopped);
        }
    }

    @Test
    void theTimeRunsOutThoughNobodyCanBeAsked() {
        try (Sandbox sandbox = open(1L << 30)) {
            sandbox.watch(Duration.ofMillis(600), () -> {
                throw new IllegalStateException("the database is away");
            });

            assertThatThrownBy(() -> sandbox.execute(ENDLESS)).isInstanceOfSatisfying(ManyModelsException.class, e -> {
                stopped(e);
                assertThat(e.getMessage()).contains("[PT0.6S]", "Maybe raise manymodels.ingestion.timeout");
            });
        }
    }

    @Test
    void endsAStatementThatBeginsAfterTheStop() {
        try (Sandbox sandbox = open(1L << 30)) {
            sandbox.watch(Duration.ofMillis(300), () -> false);

            // Many short statements, so that the first stop meets the gap between two of them.
            assertThatThrownBy(() -> {
                while (true) {
                    sandbox.execute("SELECT 1");
                }
            }).isInstanceOfSatisfying(ManyModelsException.class, SandboxTest::stopped);
            assertThatThrownBy(() -> sandbox.execute(ENDLESS)).isInstanceOfSatisfying(ManyModelsException.class,
                    SandboxTest::stopped);
        }
    }

    @Test
    void stopsALoadThatNeverEnds() {
        try (Sandbox sandbox = open(1L << 30)) {
            sandbox.watch(Duration.ofMillis(300), () -> false);

            assertThatThrownBy(() -> sandbox.load("rows", List.of(new SandboxColumn("n", "BIGINT")), load -> {
                for (long n = 0;; n++) {
                    load.beginRow();
                    load.field(n);
                    load.endRow();
                }
            })).isInstanceOfSatisfying(ManyModelsException.class, SandboxTest::stopped);
        }
    }

    @Test
    void stopsWhatItWaitsForElsewhere() {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Sandbox sandbox = open(1L << 30)) {
            sandbox.watch(Duration.ofMillis(300), () -> false);

            assertThatThrownBy(() -> sandbox.<InterruptedException>interruptible(() -> {
                assertThat(cancelled.await(1, TimeUnit.MINUTES)).isTrue();
                throw new IllegalStateException("the query was cancelled");
            }, cancelled::countDown)).isInstanceOfSatisfying(ManyModelsException.class, SandboxTest::stopped);
        }
    }

    /** Several at a time and stopped at many moments: writers beside the statement once waited for each other for ever. */
    @Test
    void whatWritesFilesEndsWheneverItIsStopped() throws Exception {
        ThreadFactory daemons = Thread.ofPlatform().daemon().factory();
        ExecutorService writers = Executors.newFixedThreadPool(4, daemons);
        try {
            List<Future<?>> stopped = IntStream.range(0, 40).<Future<?>>mapToObj(moment -> writers.submit(() -> {
                Path own = Files.createDirectory(folder.resolve("own-" + moment));
                try (Sandbox sandbox = open(own, 1L << 40)) {
                    sandbox.watch(Duration.ofMillis(100 + 5L * moment), () -> false);
                    assertThatThrownBy(() -> sandbox.execute("COPY (SELECT hash(range) FROM range(1000000000)) TO '%s'"
                            .formatted(own.resolve("out.parquet")))).isInstanceOfSatisfying(ManyModelsException.class,
                                    SandboxTest::stopped);
                }
                return null;
            })).toList();

            for (Future<?> writer : stopped) {
                writer.get(1, TimeUnit.MINUTES);
            }
        } finally {
            writers.shutdownNow();
        }
    }

    @Test
    void stopsAtTheLimitOfItsFolder() {
        try (Sandbox sandbox = open(20_000_000)) {
            sandbox.watch(Duration.ofMinutes(5), () -> false);

            assertThatThrownBy(() -> sandbox.execute("COPY (SELECT hash(range) FROM range(1000000000)) TO '%s'"
                    .formatted(folder.resolve("out.parquet")))).isInstanceOfSatisfying(ManyModelsException.class,
                            e -> {
                                assertThat(SandboxFailure.SPACE.is(e)).as("%s", e).isTrue();
                                assertThat(e.getMessage()).contains("[20000000] bytes",
                                        "Maybe", "manymodels.ingestion.disk-limit");
                            });
        }
    }

    @Test
    void spillsNoMoreThanTheLimit() {
        try (Sandbox sandbox = open(5_000_000)) {
            assertThatThrownBy(() -> sandbox.execute(
                    "CREATE TABLE sorted AS SELECT hash(range) AS h, repeat('x', 100) || range AS t FROM range(20000000) ORDER BY h"))
                    .isInstanceOfSatisfying(ManyModelsException.class,
                            e -> assertThat(SandboxFailure.SPACE.is(e)).as("%s", e).isTrue());
        }
    }

    @Test
    void namesTheColumnsOfAViewWithoutItsFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), "a,A\n1,x\n");
        try (Sandbox sandbox = open(1L << 30)) {
            sandbox.execute(
                    "CREATE VIEW \"it's\" AS SELECT *, [a] AS list, a AS \"A_1\" FROM read_csv('%s')".formatted(file));
            sandbox.execute("CREATE VIEW over AS SELECT list, a FROM \"it's\"");
            sandbox.execute("CREATE TEMP TABLE kept AS SELECT a AS columns FROM over");
            List<SandboxColumn> described = sandbox.describe("SELECT * FROM \"it's\"");
            Files.delete(file);

            assertThatThrownBy(() -> sandbox.describe("SELECT * FROM over")).hasMessageContaining("rows.csv");
            assertThat(sandbox.columns("it's")).isEqualTo(described);
            assertThat(sandbox.columns("over")).containsExactly(new SandboxColumn("list", "BIGINT[]"),
                    new SandboxColumn("a", "BIGINT"));
            assertThat(sandbox.columns("kept")).containsExactly(new SandboxColumn("columns", "BIGINT"));
            // The database has one of that name itself.
            assertThat(sandbox.columns("columns")).isEmpty();
        }
    }
}
