package io.manymodels.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagedProcessTest {

    private static final RestartPolicy QUICK = new RestartPolicy(Duration.ofMillis(10), Duration.ofMillis(40),
            Duration.ofSeconds(30), 5, Duration.ofMillis(50));

    @TempDir
    Path folder;

    private final List<ManagedProcess> made = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (ManagedProcess process : made) {
            process.stop();
        }
    }

    @Test
    void startsAgainWhatWasKilled() throws Exception {
        ManagedProcess process = process(() -> true, () -> {}, "sleep", "600");
        process.start();
        long first = process.pid();

        kill(first);

        awaitReadyInstead(process, first);
        assertThat(Files.readString(pidFile()).strip()).isEqualTo(String.valueOf(process.pid()));
        process.stop();
        assertThat(process.pid()).isZero();
        assertThat(process.state()).isEqualTo(ProcessState.STOPPED);
        assertThat(pidFile()).doesNotExist();
    }

    /** A disk that is full refuses the pid file and the state file; the watching goes on. */
    @Test
    void watchesOnWhenNothingCanBeWritten() throws Exception {
        var full = new AtomicBoolean();
        ManagedProcess process = process(() -> true, () -> {
            if (full.get()) {
                throw new UncheckedIOException(new java.io.IOException("No space left on device"));
            }
        }, "sleep", "600");
        process.start();
        long first = process.pid();

        full.set(true);
        kill(first);
        await().atMost(Duration.ofMinutes(1)).until(() -> process.pid() != 0 && process.pid() != first);
        Files.delete(pidFile());
        Files.createDirectory(pidFile());
        long second = process.pid();
        kill(process.pid());
        await().atMost(Duration.ofMinutes(1)).until(() -> process.pid() != 0 && process.pid() != second);
        full.set(false);
        Files.delete(pidFile());

        awaitReadyInstead(process, second);
        kill(process.pid());
        awaitReadyInstead(process, second);
    }

    @Test
    void saysThatARunningProcessIsNotReadyAndWhenItIsAgain() throws Exception {
        var answers = new AtomicBoolean(true);
        ManagedProcess process = process(answers::get, () -> {}, "sleep", "600");
        process.start();

        answers.set(false);
        await().atMost(Duration.ofMinutes(1)).until(() -> process.state() == ProcessState.UNREADY);

        answers.set(true);
        await().atMost(Duration.ofMinutes(1)).until(() -> process.state() == ProcessState.READY);
    }

    @Test
    void givesUpAProcessThatNeverRunsForLong() throws Exception {
        var starts = new AtomicInteger();
        Path marks = Files.createFile(folder.resolve("marks"));
        // The first is there until it is killed, so that it is found ready.
        ManagedProcess process = process(() -> starts.getAndIncrement() == 0, () -> {}, "sh", "-c",
                "echo started >> %1$s; [ \"$(wc -l < %1$s)\" -gt 1 ] || exec sleep 600".formatted(marks));
        process.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> !Files.readAllLines(marks).isEmpty());

        kill(process.pid());

        await().atMost(Duration.ofMinutes(1)).until(() -> process.state() == ProcessState.FAILED);
        assertThat(Files.readAllLines(marks)).hasSize(1 + QUICK.limit());
        assertThat(process.pid()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1,500", "2,1000", "3,2000", "7,30000", "1000000,30000"})
    void pausesGrowUpToABound(int restart, long milliseconds) {
        assertThat(RestartPolicy.USUAL.pause(restart)).hasMillis(milliseconds);
    }

    @Test
    void saysWhereToLookWhenItEndsWhileItStarts() {
        ManagedProcess failing = process(() -> false, () -> {}, "false");

        assertThatThrownBy(failing::start).isInstanceOf(StackProblem.class)
                .hasMessageContaining("sleeper ended with exit code (1)")
                .hasMessageContaining("Maybe")
                .hasMessageContaining("sleeper.log");
    }

    @Test
    void killsLeftoversThatDoNotEnd() throws Exception {
        Process deaf = new ProcessBuilder("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.1; done").start();
        assertThat(deaf.inputReader().readLine()).isEqualTo("deaf");

        Leftovers.end(List.of(deaf.toHandle()), Duration.ofMillis(500));

        assertThat(deaf.isAlive()).isFalse();
    }

    private static void awaitReadyInstead(ManagedProcess process, long former) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> process.pid() != 0 && process.pid() != former && process.state() == ProcessState.READY);
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private ManagedProcess process(Readiness readiness, Runnable changed, String... command) {
        var process = new ManagedProcess(plan(command), readiness, QUICK, changed);
        made.add(process);
        return process;
    }

    private ProcessPlan plan(String... command) {
        return new ProcessPlan("sleeper", 0, List.of(command), Map.of(), folder.resolve("sleeper.log"), pidFile(),
                Duration.ofSeconds(30));
    }

    private Path pidFile() {
        return folder.resolve("sleeper.pid");
    }
}
