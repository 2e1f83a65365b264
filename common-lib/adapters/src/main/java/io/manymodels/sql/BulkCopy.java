package io.manymodels.sql;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;

/**
 * Writes rows by PostgreSQL's binary COPY, in the current transaction if there is one. Fields are written in the order of
 * the columns, each row begun by {@link #row()}; {@link #finish()} ends the copy. Not thread-safe.
 *
 * <p>Format: PostgreSQL documentation, COPY, Binary Format.
 */
public final class BulkCopy implements AutoCloseable {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int FLUSH_BYTES = 1 << 18;
    private static final long POSTGRES_EPOCH_SECONDS = 946_684_800L;
    private static final long POSTGRES_EPOCH_DAYS = 10_957L;

    private final DataSource dataSource;
    private final Connection connection;
    private final CopyIn copy;
    private final int columns;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FLUSH_BYTES + 4096);
    private final DataOutputStream out = new DataOutputStream(bytes);
    private boolean open = true;

    private BulkCopy(DataSource dataSource, Connection connection, CopyIn copy, int columns) throws IOException {
        this.dataSource = dataSource;
        this.connection = connection;
        this.copy = copy;
        this.columns = columns;
        out.write(SIGNATURE);
        out.writeInt(0);
        out.writeInt(0);
    }

    /**
     * Begins a copy.
     *
     * @param table name, schema-qualified or not; quoted here
     * @param columns names, quoted here
     */
    public static BulkCopy into(DataSource dataSource, String table, String... columns) {
        String sql = "COPY %s (%s) FROM STDIN WITH (FORMAT binary)".formatted(
                Arrays.stream(table.split("\\.", 2)).map(SqlIdentifier::quote).collect(Collectors.joining(".")),
                Arrays.stream(columns).map(SqlIdentifier::quote).collect(Collectors.joining(", ")));
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            return new BulkCopy(dataSource, connection, connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql),
                    columns.length);
        } catch (SQLException e) {
            DataSourceUtils.releaseConnection(connection, dataSource);
            throw translated(e);
        } catch (IOException e) {
            DataSourceUtils.releaseConnection(connection, dataSource);
            throw new UncheckedIOException(e);
        }
    }

    /** Begins the next row. */
    public BulkCopy row() {
        try {
            if (bytes.size() > FLUSH_BYTES) {
                flush();
            }
            out.writeShort(columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public BulkCopy int4(int value) {
        return field(4, () -> out.writeInt(value));
    }

    public BulkCopy int8(long value) {
        return field(8, () -> out.writeLong(value));
    }

    public BulkCopy float8(double value) {
        return field(8, () -> out.writeDouble(value));
    }

    /** NaN becomes NULL. */
    public BulkCopy float8OrNull(double value) {
        return Double.isNaN(value) ? none() : float8(value);
    }

    public BulkCopy bool(boolean value) {
        return field(1, () -> out.writeByte(value ? 1 : 0));
    }

    public BulkCopy text(@Nullable String value) {
        if (value == null) {
            return none();
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return field(utf8.length, () -> out.write(utf8));
    }

    /** A jsonb field from its text. */
    public BulkCopy jsonb(@Nullable String json) {
        if (json == null) {
            return none();
        }
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        return field(utf8.length + 1, () -> {
            out.writeByte(1);
            out.write(utf8);
        });
    }

    public BulkCopy uuid(@Nullable UUID value) {
        if (value == null) {
            return none();
        }
        return field(16, () -> {
            out.writeLong(value.getMostSignificantBits());
            out.writeLong(value.getLeastSignificantBits());
        });
    }

    /** A timestamptz. */
    public BulkCopy instant(Instant value) {
        return timestampMicros(
                Math.addExact(Math.multiplyExact(value.getEpochSecond(), 1_000_000L), value.getNano() / 1000));
    }

    /** A timestamp or timestamptz from microseconds since 1970. */
    public BulkCopy timestampMicros(long epochMicros) {
        return field(8, () -> out.writeLong(epochMicros - POSTGRES_EPOCH_SECONDS * 1_000_000L));
    }

    /** A date from days since 1970. */
    public BulkCopy date(long epochDay) {
        return field(4, () -> out.writeInt(Math.toIntExact(epochDay - POSTGRES_EPOCH_DAYS)));
    }

    /** NULL. */
    public BulkCopy none() {
        return field(-1, () -> {});
    }

    /** Ends the copy and answers how many rows it wrote. */
    public long finish() {
        try {
            out.writeShort(-1);
            flush();
            return copy.endCopy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw translated(e);
        } finally {
            close();
        }
    }

    /** Cancels the copy unless it was finished. */
    @Override
    public void close() {
        try {
            if (open && copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            throw translated(e);
        } finally {
            if (open) {
                open = false;
                DataSourceUtils.releaseConnection(connection, dataSource);
            }
        }
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private BulkCopy field(int length, Write write) {
        try {
            out.writeInt(length);
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void flush() {
        try {
            byte[] chunk = bytes.toByteArray();
            copy.writeToCopy(chunk, 0, chunk.length);
            bytes.reset();
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    private static DataAccessException translated(SQLException e) {
        DataAccessException translated = new SQLErrorCodeSQLExceptionTranslator("PostgreSQL").translate("COPY", null,
                e);
        return translated == null ? new UncategorizedSQLException("COPY", null, e) : translated;
    }
}
