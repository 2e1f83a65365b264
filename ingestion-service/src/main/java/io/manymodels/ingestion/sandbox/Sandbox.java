package io.manymodels.ingestion.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One DuckDB database in a folder of its own, locked down before a user's SQL comes near it: it reads the given files,
 * reads and writes its own folder, and nothing else; it neither loads extensions nor changes its settings. Not
 * thread-safe.
 *
 * <p>Errors: those of {@link SandboxFailure}, with DuckDB's first line as message.
 */
public final class Sandbox implements AutoCloseable {

    private final DuckDbRepository database;
    private final Path folder;
    private final SandboxLimits limits;
    private @Nullable SandboxWatch watch;

    private Sandbox(DuckDbRepository database, Path folder, SandboxLimits limits) {
        this.database = database;
        this.folder = folder;
        this.limits = limits;
    }

    /**
     * Opens a database.
     *
     * @param folder its own, existing and empty
     * @param inputs the only files outside the folder that it may read
     */
    public static Sandbox open(Path folder, Collection<Path> inputs, SandboxLimits limits) {
        Sandbox sandbox = new Sandbox(new DuckDbRepository(folder.resolve("sandbox.duckdb")), folder, limits);
        String files = inputs.stream().map(path -> SqlText.literal(path.toString())).collect(Collectors.joining(", "));
        for (String setting : List.of("allowed_paths = [" + files + "]",
                "allowed_directories = [" + SqlText.literal(folder + "/") + "]",
                "temp_directory = " + SqlText.literal(folder.resolve("spill").toString()),
                "max_temp_directory_size = " + SqlText.literal(limits.diskBytes() + "B"),
                "memory_limit = " + SqlText.literal(limits.memory()), "threads = " + limits.threads(),
                // Of DuckDB 2.0's threads that write beside a statement some wait for ever when the statement is stopped.
                "async_threads = 0",
                "TimeZone = 'UTC'", "preserve_insertion_order = true", "autoinstall_known_extensions = false",
                "autoload_known_extensions = false", "allow_community_extensions = false",
                "enable_external_access = false", "lock_configuration = true")) {
            sandbox.execute("SET " + setting);
        }
        return sandbox;
    }

    /** Ends the running statement, and every later one, once the supplier says so, the time is over or the folder full. */
    public void watch(Duration timeout, BooleanSupplier cancelled) {
        watch = new SandboxWatch(database, folder, limits.diskBytes(), timeout, cancelled);
    }

    /** Runs something of another server, which {@code stop} ends when this sandbox is stopped meanwhile. */
    public <E extends Exception> void interruptible(Interruptible<E> work, Runnable stop) throws E {
        database.onStop(stop);
        try {
            work.run();
        } catch (Exception e) {
            database.failIfStopped(e);
            throw e;
        } finally {
            database.onStop(null);
        }
    }

    /** Work that may take long. */
    @FunctionalInterface
    public interface Interruptible<E extends Exception> {
        void run() throws E;
    }

    /** Runs a statement of ours. Text from a user comes here only through {@link SelectGate}. */
    public void execute(String sql) {
        database.execute(sql);
    }

    /** Every row of a query. */
    public <T> List<T> query(String sql, SandboxRow.Reader<T> reader) {
        return database.query(sql, reader);
    }

    public <T> Optional<T> first(String sql, SandboxRow.Reader<T> reader) {
        return query(sql, reader).stream().findFirst();
    }

    /** Names and types of the columns of a query, without running it. */
    public List<SandboxColumn> describe(String select) {
        return query("DESCRIBE " + select, row -> new SandboxColumn(row.requiredText(0), row.requiredText(1)));
    }

    /**
     * Names and types of the columns of a table or view, as the database has noted them. Describing a query over a view would
     * plan it anew, and look into its files again.
     */
    public List<SandboxColumn> columns(String relation) {
        return query(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE NOT internal AND table_name = %s ORDER BY column_index"
                        .formatted(SqlText.literal(relation)),
                row -> new SandboxColumn(row.requiredText(0), row.requiredText(1)));
    }

    /** Creates a table and fills it row by row, without holding more than a batch of them. */
    public <E extends Exception> void load(String table, List<SandboxColumn> columns, SandboxLoad.Feed<E> feed)
            throws E {
        execute(columns.stream().map(column -> SqlText.identifier(column.name()) + " " + column.type())
                .collect(Collectors.joining(", ", "CREATE TABLE " + SqlText.identifier(table) + " (", ")")));
        database.load(table, feed);
    }

    /** Closes the database and leaves its folder as it is. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        database.close();
    }
}
