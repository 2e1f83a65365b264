package io.manymodels.ingestion.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * One DuckDB database in a folder of its own, locked down before a user's SQL comes near it: it reads the given files,
 * reads and writes its own folder, and nothing else; it neither loads extensions nor changes its settings. Not
 * thread-safe.
 *
 * <p>Errors: {@link SandboxException}, whose message is DuckDB's first line.
 */
public final class SandboxRepository implements AutoCloseable {

    private static final Duration WATCH = Duration.ofMillis(500);

    private final Path folder;
    private final DuckDBConnection connection;
    private volatile @Nullable Statement running;
    private volatile @Nullable String stopped;
    private volatile boolean open = true;

    private SandboxRepository(Path folder, DuckDBConnection connection) {
        this.folder = folder;
        this.connection = connection;
    }

    /**
     * Opens a database.
     *
     * @param folder its own, existing and empty
     * @param inputs the only files outside the folder that it may read
     */
    public static SandboxRepository open(Path folder, Collection<Path> inputs, SandboxLimits limits) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("sandbox.duckdb"),
                    new Properties());
            SandboxRepository sandbox = new SandboxRepository(folder, connection.unwrap(DuckDBConnection.class));
            sandbox.lockDown(inputs, limits);
            return sandbox;
        } catch (SQLException e) {
            throw new SandboxException("The sandbox cannot be opened", e);
        }
    }

    private void lockDown(Collection<Path> inputs, SandboxLimits limits) {
        String files = inputs.stream().map(path -> literal(path.toString())).collect(Collectors.joining(", "));
        for (String setting : List.of("allowed_paths = [" + files + "]",
                "allowed_directories = [" + literal(folder + "/") + "]",
                "temp_directory = " + literal(folder.resolve("spill").toString()),
                "memory_limit = " + literal(limits.memory()), "threads = " + limits.threads(), "TimeZone = 'UTC'",
                "preserve_insertion_order = true", "autoinstall_known_extensions = false",
                "autoload_known_extensions = false", "allow_community_extensions = false",
                "enable_external_access = false", "lock_configuration = true")) {
            execute("SET " + setting);
        }
    }

    /** Ends the running statement, and every later one, once the supplier says so or the time is over. */
    public void watch(Duration timeout, BooleanSupplier cancelled) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Thread.ofVirtual().name("sandbox-watch").start(() -> {
            while (open && stopped == null) {
                try {
                    Thread.sleep(WATCH);
                } catch (InterruptedException e) {
                    return;
                }
                if (System.nanoTime() > deadline) {
                    stop("took longer than [%s]. Maybe raise manymodels.ingestion.timeout".formatted(timeout));
                } else if (cancelled.getAsBoolean()) {
                    stop("was cancelled");
                }
            }
        });
    }

    private void stop(String reason) {
        stopped = reason;
        Statement statement = running;
        try {
            if (statement != null) {
                statement.cancel();
            }
        } catch (SQLException e) {
            throw new SandboxException("A statement cannot be cancelled", e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** Runs a statement of ours. Text from a user comes here only through {@link SelectGate}. */
    public void execute(String sql) {
        try (Statement statement = begin()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            running = null;
        }
    }

    /** Every row of a query. */
    public <T> List<T> query(String sql, SandboxRow.Reader<T> reader) {
        try (Statement statement = begin(); ResultSet rows = statement.executeQuery(sql)) {
            List<T> read = new ArrayList<>();
            SandboxRow row = new SandboxRow(rows);
            while (rows.next()) {
                read.add(reader.read(row));
            }
            return read;
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            running = null;
        }
    }

    public <T> Optional<T> first(String sql, SandboxRow.Reader<T> reader) {
        return query(sql, reader).stream().findFirst();
    }

    /** Names and types of the columns of a query, without running it. */
    public List<SandboxColumn> describe(String select) {
        return query("DESCRIBE " + select, row -> new SandboxColumn(row.requiredText(0), row.requiredText(1)));
    }

    /** Creates a table and fills it row by row, without holding more than a batch of them. */
    public void load(String table, List<SandboxColumn> columns, SandboxLoad.Feed feed) {
        execute(columns.stream().map(column -> identifier(column.name()) + " " + column.type())
                .collect(Collectors.joining(", ", "CREATE TABLE " + identifier(table) + " (", ")")));
        try (var appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table)) {
            feed.rows(new SandboxLoad(appender));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private Statement begin() throws SQLException {
        if (stopped != null) {
            throw new SandboxException("The ingestion " + stopped);
        }
        Statement statement = connection.createStatement();
        running = statement;
        return statement;
    }

    private SandboxException failure(SQLException e) {
        return stopped != null ? new SandboxException("The ingestion " + stopped, e) : new SandboxException(e);
    }

    /** A name in double quotes. */
    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text in single quotes. */
    public static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** Closes the database and leaves its folder as it is. */
    @Override
    public void close() {
        open = false;
        try {
            connection.close();
            Files.deleteIfExists(folder.resolve("sandbox.duckdb"));
        } catch (SQLException | java.io.IOException e) {
            throw new SandboxException("The sandbox cannot be closed", e);
        }
    }
}
