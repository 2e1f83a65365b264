package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A disk of its own, in memory, fills up under a running stack. */
@EnabledIf(value = "mayMount", disabledReason = "only root may mount a disk to fill")
class FullDiskIT {

    @TempDir
    Path folder;

    private Path disk;

    static boolean mayMount() {
        return System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/bin/mount"));
    }

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=1300m", "tmpfs", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "--lazy", disk.toString());
    }

    @Test
    void partsThatDieOnAFullDiskComeBackWhenThereIsRoom() throws Exception {
        try (var stack = new RunningStack(Files.createDirectory(disk.resolve("data")),
                folder.resolve("stack.log"))) {
            stack.awaitPhase("ready");
            long broker = stack.pid("kafka");
            Path filler = disk.resolve("filler");
            fill(filler);

            RunningStack.kill(broker);
            RunningStack.kill(stack.postmaster());
            // Nothing can be written, so nothing is told; the supervisor lives and waits for room.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Files.readString(stack.log()).contains("kafka waits for room on the disk"));
            assertThat(stack.supervisor().isAlive()).isTrue();

            Files.delete(filler);

            await().atMost(Duration.ofMinutes(2)).ignoreExceptions()
                    .until(() -> stack.pid("kafka") != 0 && stack.pid("kafka") != broker);
            stack.awaitPhase("ready");
        }
    }

    private static void fill(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var block = ByteBuffer.allocate(1 << 16);
            while (true) {
                try {
                    channel.write(block.clear());
                } catch (IOException e) {
                    return;
                }
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).as(String.join(" ", command)).isZero();
    }
}
