package io.manymodels.ingestion.source;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Debian's MariaDB (apt-get install mariadb-server-core), begun anew in a folder. Its clock stands at +02:00. */
final class MariaDb implements AutoCloseable {

    private static final Path SYSTEM_TABLES = Path.of("/usr/share/mysql");

    private final Process server;
    private final int port;

    private MariaDb(Process server, int port) {
        this.server = server;
        this.port = port;
    }

    /** @param statements one a line, run by the server as it starts */
    static MariaDb start(Path folder, List<String> statements) throws IOException, InterruptedException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path log = folder.resolve("mariadb.log");
        List<String> tables = new ArrayList<>(List.of("CREATE DATABASE mysql;", "USE mysql;",
                "SET @auth_root_socket=NULL;"));
        for (String file : List.of("mysql_system_tables.sql", "mysql_system_tables_data.sql")) {
            tables.addAll(Files.readAllLines(SYSTEM_TABLES.resolve(file)));
        }
        Process bootstrap = command(data, log, "--bootstrap")
                .redirectInput(Files.write(folder.resolve("bootstrap.sql"), tables).toFile()).start();
        if (bootstrap.waitFor() != 0) {
            throw new IllegalStateException("MariaDB did not begin: " + Files.readString(log));
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process server = command(data, log, "--port=" + port, "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("s"), "--default-time-zone=+02:00",
                "--init-file=" + Files.write(folder.resolve("init.sql"), statements)).start();
        MariaDb started = new MariaDb(server, port);
        Awaitility.await("MariaDB listens").atMost(Duration.ofMinutes(2)).until(() -> started.isReady(log));
        return started;
    }

    private static ProcessBuilder command(Path data, Path log, String... options) {
        List<String> words = Stream.concat(Stream.of("/usr/sbin/mariadbd", "--no-defaults", "--datadir=" + data,
                "--user=" + System.getProperty("user.name"), "--innodb-log-file-size=8M"), Stream.of(options)).toList();
        File output = log.toFile();
        return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output);
    }

    private boolean isReady(Path log) throws IOException {
        if (!server.isAlive()) {
            throw new IllegalStateException("MariaDB ended: " + Files.readString(log));
        }
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        server.destroy();
        try {
            server.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("MariaDB was still ending", e));
        }
    }
}
