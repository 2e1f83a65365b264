package io.manymodels.ingestion.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.manymodels.ingestion.sandbox.EmptySandbox;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.problem.ManyModelsException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What drivers answer that no server here answers: the types that their makers number by themselves, and values that they cannot read. */
@NullUnmarked
class JdbcSourceRepositoryTest {

    @RegisterExtension
    static final EmptySandbox EMPTY = new EmptySandbox();

    private final JdbcDrivers drivers = mock(JdbcDrivers.class);
    private final ResultSet rows = mock(ResultSet.class);
    private final ResultSetMetaData columns = mock(ResultSetMetaData.class);

    @BeforeEach
    void connect() throws SQLException {
        Connection connection = mock(Connection.class);
        Statement statement = mock(Statement.class);
        when(drivers.connect(any())).thenReturn(connection);
        when(connection.createStatement()).thenReturn(statement);
        when(statement.executeQuery(anyString())).thenReturn(rows);
        when(rows.getMetaData()).thenReturn(columns);
        when(columns.getColumnCount()).thenReturn(1);
        when(columns.getColumnLabel(1)).thenReturn("value");
    }

    private void load(String table) {
        new JdbcSourceRepository("erp", new JdbcConnection(DatabaseKind.ORACLE, "db", 0, "sales", "reader", "secret",
                Map.of()), drivers).load("SELECT value FROM sales", Long.MAX_VALUE, EMPTY.sandbox(), table);
    }

    @ParameterizedTest
    @CsvSource({"-155, DATETIMEOFFSET", "-101, TIMESTAMP WITH TIME ZONE", "-102, TIMESTAMP WITH LOCAL TIME ZONE",
            "2014, TIMESTAMP WITH TIME ZONE"})
    void instantsOfEveryMakerAreInUtc(int type, String name) throws SQLException {
        when(columns.getColumnType(1)).thenReturn(type);
        when(columns.getColumnTypeName(1)).thenReturn(name);
        when(rows.next()).thenReturn(true, true, false);
        when(rows.getObject(1, OffsetDateTime.class)).thenReturn(OffsetDateTime.parse("2024-10-27T02:30:00+02:00"),
                OffsetDateTime.parse("2024-10-27T02:30:00+01:00"));
        String table = "instants" + (type + 200);

        load(table);

        assertThat(EMPTY.sandbox().describe("SELECT * FROM " + table)).containsExactly(
                new SandboxColumn("value", "TIMESTAMP"));
        assertThat(EMPTY.sandbox().first("SELECT min(value) || ' ' || max(value) FROM " + table, row -> row.text(0)))
                .hasValue("2024-10-27 00:30:00 2024-10-27 01:30:00");
    }

    @ParameterizedTest
    @CsvSource({"100, BINARY_FLOAT", "101, BINARY_DOUBLE"})
    void binaryNumbersOfOracleAreNumbers(int type, String name) throws SQLException {
        when(columns.getColumnType(1)).thenReturn(type);
        when(columns.getColumnTypeName(1)).thenReturn(name);
        when(rows.next()).thenReturn(true, false);
        when(rows.getDouble(1)).thenReturn(2.5);
        String table = "numbers" + type;

        load(table);

        assertThat(EMPTY.sandbox().describe("SELECT * FROM " + table)).containsExactly(
                new SandboxColumn("value", "DOUBLE"));
    }

    @Test
    void aValueThatADriverCannotReadIsNamed() throws SQLException {
        when(columns.getColumnType(1)).thenReturn(Types.DOUBLE);
        when(rows.next()).thenReturn(true, true, false);
        when(rows.getDouble(1)).thenReturn(2.5).thenThrow(new SQLException("Overflow Exception", "22003"));

        assertThatThrownBy(() -> load("unreadable")).isInstanceOfSatisfying(ManyModelsException.class, e -> {
            assertThat(e.code()).isEqualTo("query-failed");
            assertThat(e.getMessage()).contains("[erp]", "[value] of row [2] cannot be read: Overflow Exception",
                    "Maybe");
        });
    }

    @Test
    void aConnectionThatIsLostOnTheWayMayBeTriedAgain() throws SQLException {
        when(columns.getColumnType(1)).thenReturn(Types.DOUBLE);
        when(rows.next()).thenReturn(true).thenThrow(new SQLException("Connection reset", "08006"));

        assertThatThrownBy(() -> load("lost")).isInstanceOfSatisfying(ManyModelsException.class, e -> {
            assertThat(e.code()).isEqualTo("connection-unavailable");
            assertThat(e.kind()).isEqualTo(ManyModelsException.Kind.UNAVAILABLE);
        });
    }
}
