package io.manymodels.ingestion.source;

import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.ingestion.sandbox.SandboxLoad;
import io.manymodels.problem.ManyModelsException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Streams a query of another database into the sandbox: in a read-only transaction, by a fetch size, under a statement
 * timeout.
 *
 * <p>Errors: INVALID {@code query-refused}, {@code query-failed}; UNAVAILABLE {@code connection-unavailable}.
 */
class JdbcSourceRepository {

    private static final int FETCH_ROWS = 5_000;
    private static final int TIMEOUT_SECONDS = 3_600;
    /** Types that makers number by themselves; their drivers read them as the standard's. */
    private static final int SQL_SERVER_DATETIMEOFFSET = -155;
    private static final int ORACLE_TIMESTAMP_WITH_TIME_ZONE = -101;
    private static final int ORACLE_TIMESTAMP_WITH_LOCAL_TIME_ZONE = -102;
    private static final int ORACLE_BINARY_FLOAT = 100;
    private static final int ORACLE_BINARY_DOUBLE = 101;

    private final String name;
    private final JdbcConnection settings;
    private final JdbcDrivers drivers;

    JdbcSourceRepository(String name, JdbcConnection settings, JdbcDrivers drivers) {
        this.name = name;
        this.settings = settings;
        this.drivers = drivers;
    }

    /** Fills a table; answers the columns that hold decimal numbers as texts. */
    List<String> load(String query, long mostRows, Sandbox sandbox, String table) {
        String select = OneSelect.of(settings.kind(), query);
        List<String> digits = new ArrayList<>();
        try (Connection connection = connection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH_ROWS);
                statement.setQueryTimeout(TIMEOUT_SECONDS);
                if (mostRows < Integer.MAX_VALUE) {
                    statement.setMaxRows((int) mostRows);
                }
                sandbox.interruptible(() -> copy(statement.executeQuery(select), sandbox, table, digits),
                        () -> cancel(statement));
            }
            connection.rollback();
            return digits;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            throw ManyModelsException.unavailable("connection-unavailable", "The query cannot be cancelled", e);
        }
    }

    /** Whatever keeps a driver from connecting, and not every driver says by its code that it is that. */
    private Connection connection() {
        try {
            return connect();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private Connection connect() throws SQLException {
        if (settings.kind() != DatabaseKind.POSTGRESQL) {
            return drivers.connect(settings);
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {settings.host()});
        source.setPortNumbers(new int[] {settings.port()});
        source.setDatabaseName(settings.database());
        source.setUser(settings.username());
        source.setPassword(settings.password());
        source.setConnectTimeout(10);
        source.setApplicationName("many-models ingestion");
        for (var property : settings.properties().entrySet()) {
            source.setProperty(property.getKey(), property.getValue());
        }
        return source.getConnection();
    }

    private ManyModelsException failure(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("08") || state.startsWith("28") || state.startsWith("57") || state.startsWith("53")) {
            return unavailable(e);
        }
        return new ManyModelsException(ManyModelsException.Kind.INVALID, "query-failed",
                "source.jdbc.query on connection [%s] failed: %s. Maybe try it with a client of the database".formatted(
                        name,
                        firstLine(e)),
                e);
    }

    private ManyModelsException unavailable(SQLException e) {
        return ManyModelsException.unavailable("connection-unavailable",
                "Connection [%s] to [%s:%d/%s] failed: %s. Maybe look at manymodels.ingestion.connections.%s"
                        .formatted(name, settings.host(), settings.port(), settings.database(), firstLine(e), name),
                e);
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
    }

    /** Reads one column as a Java value. */
    @FunctionalInterface
    private interface Getter {
        @Nullable
        Object get(ResultSet rows, int index) throws SQLException;
    }

    /** @param digits whether the texts are decimal numbers */
    private record Field(SandboxColumn column, boolean digits, Getter getter) {}

    private static List<Field> fields(ResultSetMetaData columns) throws SQLException {
        List<Field> fields = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            fields.add(field(columns.getColumnLabel(i), columns, i));
        }
        return fields;
    }

    private static Field field(String label, ResultSetMetaData columns, int i) throws SQLException {
        return switch (columns.getColumnType(i)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
                columns.getColumnTypeName(i).toUpperCase(Locale.ROOT).contains("BIGINT UNSIGNED")
                        ? decimal(label)
                        : field(label, "BIGINT", (rows, index) -> {
                            long value = rows.getLong(index);
                            return rows.wasNull() ? null : value;
                        });
            case Types.NUMERIC, Types.DECIMAL -> decimal(label);
            case Types.REAL, Types.FLOAT, Types.DOUBLE, ORACLE_BINARY_FLOAT, ORACLE_BINARY_DOUBLE ->
                field(label, "DOUBLE",
                        (rows, index) -> {
                            double value = rows.getDouble(index);
                            return rows.wasNull() ? null : value;
                        });
            case Types.BIT, Types.BOOLEAN -> field(label, "BOOLEAN", (rows, index) -> {
                boolean value = rows.getBoolean(index);
                return rows.wasNull() ? null : value;
            });
            case Types.DATE -> field(label, "DATE", (rows, index) -> rows.getObject(index, LocalDate.class));
            case Types.TIMESTAMP -> columns.getColumnTypeName(i).equals("timestamptz")
                    ? field(label, "TIMESTAMP", JdbcSourceRepository::utc)
                    : field(label, "TIMESTAMP", (rows, index) -> rows.getObject(index, LocalDateTime.class));
            case Types.TIMESTAMP_WITH_TIMEZONE, SQL_SERVER_DATETIMEOFFSET, ORACLE_TIMESTAMP_WITH_TIME_ZONE,
                    ORACLE_TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                field(label, "TIMESTAMP", JdbcSourceRepository::utc);
            default -> field(label, "VARCHAR", ResultSet::getString);
        };
    }

    /** Every digit stays until it is known whether the column is a key. */
    private static Field decimal(String label) {
        return new Field(new SandboxColumn(label, "VARCHAR"), true, JdbcSourceRepository::digits);
    }

    private static @Nullable Object digits(ResultSet rows, int index) throws SQLException {
        String value = rows.getString(index);
        return value == null || value.equals("NaN") ? null : value;
    }

    private static Field field(String label, String type, Getter getter) {
        return new Field(new SandboxColumn(label, type), false, getter);
    }

    private static @Nullable Object utc(ResultSet rows, int index) throws SQLException {
        OffsetDateTime value = rows.getObject(index, OffsetDateTime.class);
        return value == null ? null : value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }

    private void copy(ResultSet rows, Sandbox sandbox, String table, List<String> digits) throws SQLException {
        try (rows) {
            List<Field> fields = fields(rows.getMetaData());
            refuseTwins(fields);
            fields.stream().filter(Field::digits).forEach(field -> digits.add(field.column().name()));
            sandbox.load(table, fields.stream().map(Field::column).toList(), load -> {
                try {
                    copy(rows, fields, load);
                } catch (SQLException e) {
                    // The sandbox would take it for one of its own.
                    throw failure(e);
                }
            });
        }
    }

    private static void refuseTwins(List<Field> fields) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Field field : fields) {
            if (!names.add(field.column().name())) {
                throw ManyModelsException.invalid("query-refused",
                        "source.jdbc.query: two columns of its result are called [%s], in capitals or not. Maybe name one otherwise by AS"
                                .formatted(field.column().name()));
            }
        }
    }

    private static void copy(ResultSet rows, List<Field> fields, SandboxLoad load) throws SQLException {
        for (long row = 1; rows.next(); row++) {
            load.beginRow();
            for (int i = 0; i < fields.size(); i++) {
                try {
                    load.field(fields.get(i).getter().get(rows, i + 1));
                } catch (SQLException e) {
                    throw new SQLException("[%s] of row [%d] cannot be read: %s".formatted(
                            fields.get(i).column().name(), row, firstLine(e)), e.getSQLState(), e);
                }
            }
            load.endRow();
        }
    }
}
