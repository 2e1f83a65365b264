package io.manymodels.work.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.work.TestStack;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Whoever falls silent while he copies keeps no lock for ever; whoever is slow keeps his. */
class SilentClientsIT {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final byte[] ROW = "1\n".getBytes(StandardCharsets.UTF_8);

    /** Its transaction is never committed. */
    private Connection client;
    private SingleConnectionDataSource looking;
    private SessionRepository sessions;
    private SilentClients silent;
    private long now;

    @BeforeEach
    void connect() throws SQLException {
        looking = new SingleConnectionDataSource(connection(BOUND), true);
        sessions = new SessionRepository(JdbcClient.create(looking));
        silent = new SilentClients(sessions, () -> now);
        client = connection(Duration.ZERO);
        client.setAutoCommit(false);
        try (var statement = client.createStatement()) {
            statement.execute("CREATE TABLE copied (n int)");
        }
    }

    @AfterEach
    void disconnect() throws SQLException {
        client.abort(Runnable::run);
        looking.destroy();
    }

    @Test
    void aClientThatSendsNothingInTheMiddleOfACopyIsCutOff() throws Exception {
        CopyIn copy = copy();
        send(copy, 1);

        lookAfter(Duration.ZERO);
        lookAfter(BOUND.minusNanos(1));
        assertThat(sessions.waiting()).as("within the bound").hasSize(1);
        lookAfter(Duration.ofNanos(1));

        assertThatThrownBy(copy::endCopy).isInstanceOf(SQLException.class);
    }

    @Test
    void aClientThatSendsSlowlyIsLeftAlone() throws Exception {
        CopyIn copy = copy();
        for (int row = 1; row <= 6; row++) {
            send(copy, row);
            lookAfter(Duration.ZERO);
            lookAfter(BOUND.dividedBy(2));
        }

        assertThat(copy.endCopy()).isEqualTo(6);
    }

    /** Sends this row, and waits until the server waits for the next. */
    private void send(CopyIn copy, int row) throws SQLException {
        copy.writeToCopy(ROW, 0, ROW.length);
        copy.flushCopy();
        Awaitility.await("row " + row).atMost(Duration.ofMinutes(1)).until(() -> sessions.waiting().stream()
                .anyMatch(session -> session.copied() == (long) row * ROW.length));
    }

    private void lookAfter(Duration span) {
        now += span.toNanos();
        silent.endThem();
    }

    private CopyIn copy() throws SQLException {
        return client.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied FROM STDIN");
    }

    private static Connection connection(Duration silence) throws SQLException {
        var login = TestStack.infrastructure().database("training");
        Properties properties = new Properties();
        properties.setProperty("user", login.username());
        properties.setProperty("password", login.password());
        properties.setProperty("options", "-c idle_in_transaction_session_timeout=" + silence.toMillis());
        return DriverManager.getConnection(login.url(), properties);
    }
}
