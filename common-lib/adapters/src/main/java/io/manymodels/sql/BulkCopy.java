package io.manymodels.sql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.IntConsumer;
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
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long POSTGRES_EPOCH_SECONDS = 946_684_800L;
    private static final long POSTGRES_EPOCH_DAYS = 10_957L;

    private final DataSource dataSource;
    private final Connection connection;
    private final CopyIn copy;
    private final int columns;
    private byte[] bytes = new byte[FLUSH_BYTES + 4096];
    private int length;
    private boolean open = true;

    private BulkCopy(DataSource dataSource, Connection connection, CopyIn copy, int columns) {
        this.dataSource = dataSource;
        this.connection = connection;
        this.copy = copy;
        this.columns = columns;
        raw(SIGNATURE);
        writeInt(0);
        writeInt(0);
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
        }
    }

    /** Begins the next row. */
    public BulkCopy row() {
        if (length > FLUSH_BYTES) {
            flush();
        }
        writeShort(columns);
        return this;
    }

    /** What an array holds: its type in {@code pg_type}, which binary COPY tells, and the bytes of a value, 0 where they differ. */
    public enum Element {
        BOOL(16, 1), INT8(20, 8), TEXT(25, 0), FLOAT8(701, 8), DATE(1082, 4), TIMESTAMPTZ(1184, 8), JSONB(3802, 0);

        private final int type;
        private final int width;

        Element(int type, int width) {
            this.type = type;
            this.width = width;
        }
    }

    /**
     * A field that is an array of one dimension. Its values are written as fields are, NULL included.
     *
     * @param first subscript of the first value
     * @param count of values, at least one
     * @param value writes the one at a place from 0
     */
    public BulkCopy array(Element element, int first, int count, IntConsumer value) {
        int begin = beginArray(element, first, count, true);
        for (int place = 0; place < count; place++) {
            value.accept(place);
        }
        INT.set(bytes, begin, length - begin - Integer.BYTES);
        return this;
    }

    /** The same of values of one length, none of them NULL: they are said afterwards, before anything else is written. */
    public FixedArray fixedArray(Element element, int first, int count) {
        int begin = beginArray(element, first, count, false);
        int values = length;
        int stride = Integer.BYTES + element.width;
        room(Math.multiplyExact(stride, count));
        length += stride * count;
        INT.set(bytes, begin, length - begin - Integer.BYTES);
        return new FixedArray(values, element.width);
    }

    /** Writes what stands before the values, and answers where the length of all is to stand. */
    private int beginArray(Element element, int first, int count, boolean hasNull) {
        int begin = length;
        writeInt(0);
        writeInt(1);
        writeInt(hasNull ? 1 : 0);
        writeInt(element.type);
        writeInt(count);
        writeInt(first);
        return begin;
    }

    /** The values of a {@link #fixedArray}, by their place from 0. */
    public final class FixedArray {

        private final int begin;
        private final int width;
        private final int stride;

        private FixedArray(int begin, int width) {
            this.begin = begin;
            this.width = width;
            this.stride = Integer.BYTES + width;
        }

        public void int8(int place, long value) {
            LONG.set(bytes, value(place), value);
        }

        public void float8(int place, double value) {
            int8(place, Double.doubleToRawLongBits(value));
        }

        public void bool(int place, boolean value) {
            bytes[value(place)] = (byte) (value ? 1 : 0);
        }

        /** A timestamptz from microseconds since 1970. */
        public void timestampMicros(int place, long epochMicros) {
            int8(place, epochMicros - POSTGRES_EPOCH_SECONDS * 1_000_000L);
        }

        /** A date from days since 1970. */
        public void date(int place, long epochDay) {
            INT.set(bytes, value(place), Math.toIntExact(epochDay - POSTGRES_EPOCH_DAYS));
        }

        /** Writes the length of a value, and answers where it stands. */
        private int value(int place) {
            int at = begin + place * stride;
            INT.set(bytes, at, width);
            return at + Integer.BYTES;
        }
    }

    public BulkCopy int4(int value) {
        writeInt(4);
        writeInt(value);
        return this;
    }

    public BulkCopy int8(long value) {
        writeInt(8);
        writeLong(value);
        return this;
    }

    public BulkCopy int8OrNull(@Nullable Long value) {
        return value == null ? none() : int8(value);
    }

    public BulkCopy float8(double value) {
        return int8(Double.doubleToLongBits(value));
    }

    /** NaN becomes NULL. */
    public BulkCopy float8OrNull(double value) {
        return Double.isNaN(value) ? none() : float8(value);
    }

    public BulkCopy bool(boolean value) {
        writeInt(1);
        writeByte(value ? 1 : 0);
        return this;
    }

    public BulkCopy text(@Nullable String value) {
        if (value == null) {
            return none();
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        writeInt(utf8.length);
        raw(utf8);
        return this;
    }

    /** A bytea of the first bytes. */
    public BulkCopy bytes(byte[] value, int count) {
        writeInt(count);
        raw(value, count);
        return this;
    }

    /** A jsonb field from its text. */
    public BulkCopy jsonb(@Nullable String json) {
        if (json == null) {
            return none();
        }
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        writeInt(utf8.length + 1);
        writeByte(1);
        raw(utf8);
        return this;
    }

    public BulkCopy uuid(@Nullable UUID value) {
        if (value == null) {
            return none();
        }
        writeInt(16);
        writeLong(value.getMostSignificantBits());
        writeLong(value.getLeastSignificantBits());
        return this;
    }

    /** A timestamptz. */
    public BulkCopy instant(Instant value) {
        return timestampMicros(
                Math.addExact(Math.multiplyExact(value.getEpochSecond(), 1_000_000L), value.getNano() / 1000));
    }

    /** A timestamp or timestamptz from microseconds since 1970. */
    public BulkCopy timestampMicros(long epochMicros) {
        return int8(epochMicros - POSTGRES_EPOCH_SECONDS * 1_000_000L);
    }

    /** A date from days since 1970. */
    public BulkCopy date(long epochDay) {
        return int4(Math.toIntExact(epochDay - POSTGRES_EPOCH_DAYS));
    }

    /** NULL. */
    public BulkCopy none() {
        writeInt(-1);
        return this;
    }

    /** Ends the copy and answers how many rows it wrote. */
    public long finish() {
        try {
            writeShort(-1);
            flush();
            return copy.endCopy();
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

    private void writeByte(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    private void writeShort(int value) {
        room(Short.BYTES);
        SHORT.set(bytes, length, (short) value);
        length += Short.BYTES;
    }

    private void writeInt(int value) {
        room(Integer.BYTES);
        INT.set(bytes, length, value);
        length += Integer.BYTES;
    }

    private void writeLong(long value) {
        room(Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    private void raw(byte[] value) {
        raw(value, value.length);
    }

    private void raw(byte[] value, int count) {
        room(count);
        System.arraycopy(value, 0, bytes, length, count);
        length += count;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
        }
    }

    private void flush() {
        try {
            copy.writeToCopy(bytes, 0, length);
            length = 0;
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
