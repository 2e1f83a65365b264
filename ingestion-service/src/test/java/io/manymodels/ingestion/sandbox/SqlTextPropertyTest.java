package io.manymodels.ingestion.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever stands in a spec is a name or a text to DuckDB, and never a part of the statement around it. */
class SqlTextPropertyTest {

    private static final Connection DUCKDB = open();

    private static Connection open() {
        try {
            return DriverManager.getConnection("jdbc:duckdb:");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterContainer
    static void close() throws SQLException {
        DUCKDB.close();
    }

    @Property(tries = 300)
    void aTextIsItself(
            @ForAll @StringLength(max = 12) @Chars({'\'', '"', '\\', ';', '-', '\n', 'a', ' ', '$', '%'}) String text)
            throws SQLException {
        try (Statement statement = DUCKDB.createStatement();
                var rows = statement.executeQuery("SELECT " + SqlText.literal(text) + " AS one")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo(text);
        }
    }

    @Property(tries = 300)
    void aNameIsItself(
            @ForAll @NotEmpty @StringLength(max = 12) @Chars({'\'', '"', '\\', ';', '-', '\n', 'a', 'B', ' ', '.',
                    '*'}) String name)
            throws SQLException {
        try (Statement statement = DUCKDB.createStatement();
                var rows = statement.executeQuery("SELECT 1 AS " + SqlText.identifier(name))) {
            assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo(name);
        }
    }

    @Property(tries = 200)
    void lettersOfAnyLanguageAreItselves(@ForAll @NotEmpty @StringLength(max = 6) String text)
            throws SQLException {
        if (text.indexOf('\0') >= 0 || !text.equals(new String(text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.UTF_8))) {
            return;
        }
        try (Statement statement = DUCKDB.createStatement();
                var rows = statement.executeQuery(
                        "SELECT %s AS %s".formatted(SqlText.literal(text), SqlText.identifier(text)))) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo(text);
            assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo(text);
        }
    }
}
