package io.manymodels.stack.postgres;

import io.manymodels.stack.FolderTree;
import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.process.StackProblem;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * PostgreSQL 18 on a folder, with durable settings and scram passwords: at no moment does it trust anybody. Roles and
 * schemas come from {@code deploy/postgres}.
 */
public final class PostgresServer implements AutoCloseable {

    /** The database of the platform. */
    public static final String DATABASE = "manymodels";

    /** Of the server that this version brings; another one's files it does not read. */
    public static final String MAJOR_VERSION = "18";

    /** Services reach their own database alone, and nobody comes in without a password. */
    private static final String CLIENT_AUTHENTICATION = """
            host all        postgres  127.0.0.1/32 scram-sha-256
            host manymodels +services 127.0.0.1/32 scram-sha-256
            host all        +services 127.0.0.1/32 reject
            host all        all       127.0.0.1/32 scram-sha-256
            host all        all       0.0.0.0/0    reject
            """;

    private final EmbeddedPostgres server;
    private final ProcessHandle postmaster;
    private final int port;

    private PostgresServer(EmbeddedPostgres server, ProcessHandle postmaster, int port) {
        this.server = server;
        this.postmaster = postmaster;
        this.port = port;
    }

    /**
     * Looks before anything starts whether this version can start on a folder.
     *
     * @throws StackProblem when a server of another major version has worked in it
     */
    public static void requireReadable(Path folder) throws StackProblem, IOException {
        Path file = folder.resolve("data").resolve("PG_VERSION");
        String made = Files.exists(file) ? Files.readString(file).strip() : MAJOR_VERSION;
        if (!made.equals(MAJOR_VERSION)) {
            throw new StackProblem("The database in " + folder + " is of PostgreSQL " + made
                    + ", and this version of many-models brings PostgreSQL " + MAJOR_VERSION
                    + ". Maybe start the version that has worked in it (docs/how-to/upgrade.md).");
        }
    }

    /**
     * Starts the server and brings roles, database and schemas to what {@code deploy/postgres} says.
     *
     * @param folder data, kept between starts
     * @param credentials holds the password of each role
     * @throws IOException when the server does not start
     */
    public static PostgresServer start(Path folder, int port, Credentials credentials)
            throws IOException, InterruptedException {
        Path absolute = folder.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        var processes = new ServerProcesses(absolute.resolve("data"));
        processes.makeWay(port);
        String superuserPassword = credentials.databasePassword(Credentials.SUPERUSER);
        Path passwordFile = writePasswordFile(absolute, superuserPassword);
        try {
            EmbeddedPostgres launched = launch(processes.data(), port, superuserPassword, passwordFile);
            var server = new PostgresServer(launched, processes.postmaster().orElseThrow(
                    () -> new IOException("PostgreSQL answered on port (" + port + ") and was gone")), port);
            try {
                server.bootstrap(credentials);
                return server;
            } catch (IOException | SQLException | RuntimeException e) {
                server.close();
                throw new IOException(
                        "PostgreSQL started, but its roles and schemas could not be created: " + e.getMessage(),
                        e);
            }
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    /** One at a time on this machine: the binaries that the first one unpacks are there, whole, for the next. */
    private static synchronized EmbeddedPostgres launch(Path folder, int port, String password, Path passwordFile)
            throws IOException {
        Path binaries = binaries();
        try (var channel = FileChannel.open(binaries.resolveSibling("postgres.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            removeUnfinished(binaries);
            return launch(binaries, folder, port, password, passwordFile);
        }
    }

    private static EmbeddedPostgres launch(Path binaries, Path folder, int port, String password, Path passwordFile)
            throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                // These become "initdb --auth-host=..": they come after the library's own "-A trust", and the last wins.
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("encoding", "UTF8")
                .setLocaleConfig("locale", "C.UTF-8")
                // The same order of texts, compared byte by byte and not by the system's library.
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setDataDirectoryCustomizer(PostgresServer::writeClientAuthentication)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                // The library starts with fsync off, for tests. Data of a user is worth more than a millisecond.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("timezone", "UTC")
                .setConnectConfig("password", password)
                .setPGStartupWait(Duration.ofMinutes(2))
                .start();
    }

    /**
     * Where the server's binaries are unpacked, once a version. The library makes the folder itself writable for
     * everybody, so it lies in one that nobody else can enter.
     */
    private static Path binaries() throws IOException {
        Path home = Path.of(System.getProperty("user.home"), ".cache", "many-models");
        Path closed = home.resolve("private");
        Files.createDirectories(closed);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        return Files.createDirectories(closed.resolve("postgres"));
    }

    /** The library marks a version that it has unpacked to the end; beside what lies there without a mark it fails. */
    private static void removeUnfinished(Path binaries) throws IOException {
        try (var versions = Files.newDirectoryStream(binaries, Files::isDirectory)) {
            for (Path version : versions) {
                if (!Files.exists(version.resolve(".exists"))) {
                    FolderTree.remove(version);
                }
            }
        }
    }

    private static Path writePasswordFile(Path folder, String password) throws IOException {
        Path file = Files.createTempFile(folder, "initdb", ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, password + "\n");
    }

    private static void writeClientAuthentication(java.io.File folder) {
        try {
            Files.writeString(folder.toPath().resolve("pg_hba.conf"), CLIENT_AUTHENTICATION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void bootstrap(Credentials credentials) throws IOException, SQLException {
        String password = credentials.databasePassword(Credentials.SUPERUSER);
        try (var connection = connect("postgres", password)) {
            run(connection, "roles.sql");
            createDatabase(connection);
            for (var entry : credentials.database().entrySet()) {
                // Hashed here, so that no password appears in a statement or in the server's log.
                connection.unwrap(PGConnection.class)
                        .alterUserPassword(entry.getKey(), entry.getValue().toCharArray(), "scram-sha-256");
            }
        }
        try (var connection = connect(DATABASE, password)) {
            run(connection, "schemas.sql");
            Bootstrap.record(connection);
        }
    }

    private static void createDatabase(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = 'manymodels'")) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE manymodels");
            }
        }
    }

    private static void run(Connection connection, String script) throws IOException, SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(Bootstrap.script(script));
        }
    }

    private Connection connect(String database, String password) throws SQLException {
        return DriverManager.getConnection(url(database), Credentials.SUPERUSER, password);
    }

    /** JDBC URL of the platform's database. */
    public String url() {
        return url(DATABASE);
    }

    private String url(String database) {
        return url(port, database);
    }

    /** JDBC URL of a database at 127.0.0.1. */
    public static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The port it listens on, at 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Waits until the server has ended, whoever ends it. */
    public void awaitEnd() {
        postmaster.onExit().join();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
    }
}
