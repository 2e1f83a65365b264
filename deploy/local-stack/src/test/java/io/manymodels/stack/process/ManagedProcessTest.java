package io.manymodels.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {

    @TempDir
    Path folder;

    @Test
    void startsAgainWhatWasKilled() throws Exception {
        ManagedProcess process = process("sleep", "600");
        process.start();
        long first = process.pid();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while ((process.pid() == 0 || process.pid() == first || process.state() != ProcessState.READY)
                && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        assertThat(process.pid()).isNotIn(0L, first);
        assertThat(Files.readString(pidFile()).strip()).isEqualTo(String.valueOf(process.pid()));
        process.stop();
        assertThat(process.pid()).isZero();
        assertThat(process.state()).isEqualTo(ProcessState.STOPPED);
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void saysWhereToLookWhenItEndsWhileItStarts() {
        ManagedProcess process = new ManagedProcess(plan("false"), () -> false, () -> {});

        assertThatThrownBy(process::start).isInstanceOf(StackProblem.class)
                .hasMessageContaining("sleeper ended with exit code (1)")
                .hasMessageContaining("Maybe")
                .hasMessageContaining("sleeper.log");
    }

    @Test
    void endsLeftoversButNoStrangers() throws Exception {
        Process leftover = new ProcessBuilder("sleep", "601").start();
        Files.writeString(pidFile(), leftover.pid() + "\n");

        Leftovers.end(pidFile(), "sleep 999");
        assertThat(leftover.isAlive()).isTrue();

        Leftovers.end(pidFile(), "sleep 601");
        assertThat(leftover.isAlive()).isFalse();
    }

    private ManagedProcess process(String... command) {
        return new ManagedProcess(plan(command), () -> true, () -> {});
    }

    private ProcessPlan plan(String... command) {
        return new ProcessPlan("sleeper", 0, List.of(command), Map.of(), folder.resolve("sleeper.log"), pidFile(),
                Duration.ofSeconds(5));
    }

    private Path pidFile() {
        return folder.resolve("sleeper.pid");
    }
}
