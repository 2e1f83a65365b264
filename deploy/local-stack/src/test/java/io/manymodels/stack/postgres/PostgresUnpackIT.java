package io.manymodels.stack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.manymodels.stack.Ports;
import io.manymodels.stack.credential.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start of a database server on a machine, with the heap that the stack gives it. */
class PostgresUnpackIT {

    @TempDir
    Path folder;

    private final List<Started> started = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (Started server : started) {
            server.process().destroy();
            assertThat(server.process().waitFor(Duration.ofMinutes(1))).isTrue();
        }
    }

    @Test
    void twoThatStartAtOnceOnANewMachineAreReadyBoth() throws Exception {
        start("one");
        start("two");

        awaitReady();
    }

    @Test
    void anUnpackingThatWasCutOffIsDoneAgain() throws Exception {
        start("one");
        awaitReady();
        stop();
        started.clear();
        try (var files = Files.walk(folder.resolve(".cache"))) {
            // Links came before what they point to.
            for (Path file : files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList()) {
                Files.delete(file);
            }
        }

        start("two");

        awaitReady();
    }

    private void start(String name) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        Credentials credentials = Credentials.loadOrCreate(home.resolve("credentials.json"));
        int port = Ports.free().postgres();
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", PostgresProcess.HEAP, "-Duser.home=" + folder, "-cp",
                System.getProperty("java.class.path"), PostgresProcess.class.getName(),
                home.resolve("postgres").toString(), String.valueOf(port), home.resolve("credentials.json").toString())
                .redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
        started.add(new Started(name, process, port, credentials));
    }

    private void awaitReady() throws IOException {
        for (Started server : started) {
            var readiness = Bootstrap.readiness(server.port(), server.credentials());
            await(server.name()).atMost(Duration.ofMinutes(3)).until(() -> {
                assertThat(server.process().isAlive())
                        .as(Files.readString(folder.resolve(server.name()).resolve("log"))).isTrue();
                return readiness.ready();
            });
        }
    }

    private record Started(String name, Process process, int port, Credentials credentials) {}
}
