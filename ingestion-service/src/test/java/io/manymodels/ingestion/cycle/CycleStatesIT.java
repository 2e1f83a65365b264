package io.manymodels.ingestion.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.stack.Ports;
import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of cycles allow exactly the transitions that the types allow. */
class CycleStatesIT {

    private static final UUID CYCLE = UUID.randomUUID();
    private static final List<CycleState> STATES = Stream
            .<CycleState>concat(Stream.of(CycleState.Running.values()), Stream.of(CycleState.Ended.values())).toList();
    private static final List<StepState> STEPS = Stream
            .<StepState>concat(Stream.of(StepState.Open.values()), Stream.of(CycleState.Ended.values())).toList();

    @TempDir
    static Path folder;

    private static PostgresServer server;
    private static String password;

    private Connection connection;

    @BeforeAll
    static void migrate() throws Exception {
        Credentials credentials = Credentials.loadOrCreate(folder.resolve("credentials.json"));
        password = credentials.databasePassword("ingestion");
        server = PostgresServer.start(folder.resolve("postgres"), Ports.free().postgres(), credentials);
        Flyway.configure().dataSource(server.url(), "ingestion", password).schemas("catalog").createSchemas(false)
                .locations("classpath:db/migration/work", "classpath:db/migration/ingestion").load().migrate();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(server.url(), "ingestion", password);
        connection.setAutoCommit(false);
        connection.setSchema("catalog");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.rollback();
        connection.close();
    }

    static Stream<CycleState> cycles() {
        return STATES.stream();
    }

    static Stream<StepState> steps() {
        return STEPS.stream();
    }

    @ParameterizedTest
    @MethodSource("cycles")
    void aCycleThatHasEndedStaysAsItEnded(CycleState from) throws SQLException {
        for (CycleState to : STATES) {
            insertCycle(from);
            String change = "UPDATE cycle SET state = '%s', finished_at = %s".formatted(to.wire(), endOf(to));

            if (from == to || from instanceof CycleState.Running) {
                assertThatCode(() -> execute(change)).as("%s to %s", from, to).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> execute(change)).as("%s to %s", from, to).hasMessageContaining(
                        "Cycle %s has ended as %s and cannot become %s".formatted(CYCLE, from.wire(), to.wire()));
            }
            connection.rollback();
        }
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aStepNeverGoesBack(StepState from) throws SQLException {
        for (StepState to : STEPS) {
            insertCycle(CycleState.Running.RUNNING);
            execute("INSERT INTO cycle_step (cycle_id, position, kind, run, state) VALUES ('%s', 0, 'training', '%s', '%s')"
                    .formatted(CYCLE, UUID.randomUUID(), from.wire()));
            String change = "UPDATE cycle_step SET state = '%s'".formatted(to.wire());

            if (from == to || follows(from, to)) {
                assertThatCode(() -> execute(change)).as("%s to %s", from, to).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> execute(change)).as("%s to %s", from, to).hasMessageContaining(
                        "is %s and cannot become %s".formatted(from.wire(), to.wire()));
            }
            connection.rollback();
        }
    }

    /** Open states come in their order; an end may follow each of them and is followed by nothing. */
    private static boolean follows(StepState from, StepState to) {
        return from instanceof StepState.Open open
                && !(to instanceof StepState.Open later && later.compareTo(open) < 0);
    }

    @ParameterizedTest
    @MethodSource("cycles")
    void onlyAnEndedCycleSaysWhenItEnded(CycleState state) throws SQLException {
        insertCycle(state);

        String otherwise = endOf(state).equals("NULL") ? "now()" : "NULL";
        assertThatThrownBy(() -> execute("UPDATE cycle SET finished_at = " + otherwise))
                .hasMessageContaining("cycle_end_is_timed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "paused", "", "RUNNING"})
    void noOtherStateIsInTheTable(String state) throws SQLException {
        insertCycle(CycleState.Running.RUNNING);

        assertThatThrownBy(() -> execute("UPDATE cycle SET state = '" + state + "', finished_at = now()"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void statesAreReadByTheNamesThatTheTablesHave() {
        assertThat(STATES).allSatisfy(state -> assertThat(CycleState.of(state.wire())).isEqualTo(state));
        assertThat(STEPS).allSatisfy(state -> assertThat(StepState.of(state.wire())).isEqualTo(state));
        assertThat(STEPS.stream().map(StepState::wire)).containsExactly("waiting", "running", "succeeded", "failed",
                "cancelled");
        for (String wire : Arrays.asList("queued", "done", "")) {
            assertThatThrownBy(() -> StepState.of(wire)).isInstanceOfSatisfying(ManyModelsException.class,
                    problem -> assertThat(problem.code()).isEqualTo("run-state-unknown"))
                    .hasMessageContaining("[" + wire + "]").hasMessageContaining("Maybe");
        }
    }

    private static String endOf(CycleState state) {
        return state instanceof CycleState.Ended ? "now()" : "NULL";
    }

    private void insertCycle(CycleState state) throws SQLException {
        execute("""
                INSERT INTO cycle (id, family, family_version, state, started_by, finished_at)
                VALUES ('%s', 'shop', 1, '%s', 'test', %s)""".formatted(CYCLE, state.wire(), endOf(state)));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
