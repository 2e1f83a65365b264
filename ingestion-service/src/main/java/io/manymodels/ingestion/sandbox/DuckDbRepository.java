package io.manymodels.ingestion.sandbox;

import io.manymodels.problem.ManyModelsException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** A DuckDB database over JDBC. One statement at a time; {@link #stop} comes from another thread. */
class DuckDbRepository {

    private final DuckDBConnection connection;
    private volatile @Nullable Statement running;
    private volatile @Nullable Runnable other;
    private volatile @Nullable Stop stopped;

    private record Stop(SandboxFailure failure, String reason) {}

    DuckDbRepository(Path file) {
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:" + file).unwrap(DuckDBConnection.class);
        } catch (SQLException e) {
            throw SandboxFailure.DISK.exception("The work folder cannot be used: " + firstLine(e), e);
        }
    }

    /** Ends what runs now and everything later. Said again it ends what has begun since; the first reason stays. */
    void stop(SandboxFailure failure, String reason) {
        if (stopped == null) {
            stopped = new Stop(failure, reason);
        }
        Statement statement = running;
        Runnable elsewhere = other;
        if (elsewhere != null) {
            elsewhere.run();
        }
        try {
            if (statement != null && !statement.isClosed()) {
                statement.cancel();
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** What ends the work that a statement of ours waits for elsewhere; null where there is none. */
    void onStop(@Nullable Runnable stop) {
        other = stop;
        if (stop != null && stopped != null) {
            stop.run();
        }
    }

    /** Says the reason of the stop, if it was one, rather than what it led to elsewhere. */
    void failIfStopped(Exception cause) {
        Stop stop = stopped;
        if (stop != null) {
            throw stop.failure().exception(stop.reason(), cause);
        }
    }

    void execute(String sql) {
        try (Statement statement = begin()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            running = null;
        }
    }

    <T> List<T> query(String sql, SandboxRow.Reader<T> reader) {
        try (Statement statement = begin(); ResultSet rows = statement.executeQuery(sql)) {
            List<T> read = new ArrayList<>();
            SandboxRow row = new Row(rows);
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

    <E extends Exception> void load(String table, SandboxLoad.Feed<E> feed) throws E {
        try (DuckDBAppender appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table)) {
            feed.rows(new Load(appender));
            checkRunning();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private Statement begin() throws SQLException {
        Statement statement = connection.createStatement();
        // First seen by a stop, then asking for one: whichever comes first, the other sees it.
        running = statement;
        try {
            checkRunning();
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
        return statement;
    }

    private void checkRunning() throws SQLException {
        Stop stop = stopped;
        if (stop != null) {
            throw new SQLException(stop.reason());
        }
    }

    private ManyModelsException failure(SQLException e) {
        Stop stop = stopped;
        String message = firstLine(e);
        if (stop != null) {
            return stop.failure().exception(stop.reason(), e);
        }
        if (message.startsWith("Out of Memory")) {
            return message.contains("failed to offload data block")
                    ? SandboxFailure.SPACE.exception(
                            "The rows cannot be sorted within the work space: %s. Maybe raise manymodels.ingestion.disk-limit"
                                    .formatted(message),
                            e)
                    : SandboxFailure.MEMORY.exception(
                            "The rows cannot be sorted within the memory limit: %s. Maybe raise manymodels.ingestion.memory-limit"
                                    .formatted(message),
                            e);
        }
        return message.startsWith("IO Error")
                ? SandboxFailure.DISK.exception("A file cannot be read or written: " + message, e)
                : SandboxFailure.REFUSED.exception(message, e);
    }

    private static String firstLine(SQLException e) {
        return Objects.requireNonNullElse(e.getMessage(), "no message").lines().findFirst().orElse("no message")
                .strip();
    }

    /** A field of a row. */
    @FunctionalInterface
    private interface Field<T extends @Nullable Object> {
        T get(int column) throws SQLException;
    }

    private final class Row implements SandboxRow {

        private final ResultSet rows;

        private Row(ResultSet rows) {
            this.rows = rows;
        }

        private <T extends @Nullable Object> T field(int column, Field<T> field) {
            try {
                return field.get(column + 1);
            } catch (SQLException e) {
                throw failure(e);
            }
        }

        @Override
        public @Nullable Object value(int column) {
            return this.<@Nullable Object>field(column, rows::getObject);
        }

        @Override
        public @Nullable String text(int column) {
            return this.<@Nullable String>field(column, rows::getString);
        }

        @Override
        public @Nullable Long integerOrNull(int column) {
            return this.<@Nullable Long>field(column, at -> {
                long value = rows.getLong(at);
                return rows.wasNull() ? null : value;
            });
        }

        @Override
        public double number(int column) {
            return field(column, at -> {
                double value = rows.getDouble(at);
                return rows.wasNull() ? Double.NaN : value;
            });
        }

        @Override
        public boolean flag(int column) {
            return field(column, rows::getBoolean);
        }
    }

    private final class Load implements SandboxLoad {

        private final DuckDBAppender appender;

        private Load(DuckDBAppender appender) {
            this.appender = appender;
        }

        @Override
        public void beginRow() {
            try {
                checkRunning();
                appender.beginRow();
            } catch (SQLException e) {
                throw failure(e);
            }
        }

        @Override
        public void field(@Nullable Object value) {
            try {
                switch (value) {
                    case null -> appender.appendNull();
                    case Long number -> appender.append(number.longValue());
                    case Double number -> appender.append(number.doubleValue());
                    case Boolean flag -> appender.append(flag.booleanValue());
                    case LocalDate date -> appender.append(date);
                    case LocalDateTime time -> appender.append(time);
                    default -> appender.append(value.toString());
                }
            } catch (SQLException e) {
                throw failure(e);
            }
        }

        @Override
        public void endRow() {
            try {
                appender.endRow();
            } catch (SQLException e) {
                throw failure(e);
            }
        }
    }
}
