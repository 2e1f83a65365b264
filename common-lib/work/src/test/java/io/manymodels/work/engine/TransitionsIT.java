package io.manymodels.work.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.run.RunState;
import io.manymodels.work.TestStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables allow exactly the transitions that the code names, and no end that leaves a partition out. */
class TransitionsIT {

    private static final UUID RUN = UUID.randomUUID();
    private static final UUID TASK = UUID.randomUUID();

    private Connection connection;

    @BeforeAll
    static void migrate() {
        var login = TestStack.infrastructure().database("training");
        Flyway.configure().dataSource(login.url(), login.username(), login.password()).schemas("training")
                .createSchemas(false).locations("classpath:db/migration/work").load().migrate();
    }

    @BeforeEach
    void connect() throws SQLException {
        var login = TestStack.infrastructure().database("training");
        connection = DriverManager.getConnection(login.url(), login.username(), login.password());
        connection.setAutoCommit(false);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @ParameterizedTest
    @EnumSource
    void aRunTakesTheStepsThatItsStateNames(RunState from) throws SQLException {
        for (RunState to : RunState.values()) {
            insertRun(from.wireName());
            if (from == to || from.successors().contains(to)) {
                assertThatCode(() -> execute("UPDATE run SET state = '" + to.wireName() + "'")).as("%s to %s", from, to)
                        .doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> execute("UPDATE run SET state = '" + to.wireName() + "'"))
                        .as("%s to %s", from, to).hasMessageContaining("cannot become [" + to.wireName() + "]");
            }
            connection.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskTakesTheStepsThatItsStateNames(TaskState from) throws SQLException {
        for (TaskState to : TaskState.values()) {
            insertRun("running");
            execute("INSERT INTO task (id, run_id, kind, from_sequence, to_sequence, rows, state) VALUES ('%s', '%s', 'part', 0, 1, 1, '%s')"
                    .formatted(TASK, RUN, from.wireName()));
            if (from == to || from.successors().contains(to)) {
                assertThatCode(
                        () -> execute("UPDATE task SET state = '%s' WHERE id = '%s'".formatted(to.wireName(), TASK)))
                        .as("%s to %s", from, to).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(
                        () -> execute("UPDATE task SET state = '%s' WHERE id = '%s'".formatted(to.wireName(), TASK)))
                        .as("%s to %s", from, to).hasMessageContaining("cannot become [" + to.wireName() + "]");
            }
            connection.rollback();
        }
    }

    @Test
    void aRunCannotSucceedWithAPartitionUnaccountedFor() throws SQLException {
        insertRun("running");
        execute("UPDATE run SET expected = 3, succeeded = 1, failed = 1");
        execute("UPDATE run SET state = 'succeeded' WHERE id = '%s'".formatted(RUN));

        assertThatThrownBy(connection::commit).hasMessageContaining("[3] partitions expected and [2] accounted for");
    }

    @Test
    void anEndMayAccountForTheRestLaterInItsTransaction() throws SQLException {
        insertRun("running");
        execute("UPDATE run SET expected = 3, succeeded = 1 WHERE id = '%s'".formatted(RUN));
        execute("UPDATE run SET state = 'cancelled' WHERE id = '%s'".formatted(RUN));
        execute("UPDATE run SET cancelled = 2 WHERE id = '%s'".formatted(RUN));

        assertThatCode(connection::commit).doesNotThrowAnyException();
        execute("DELETE FROM run WHERE id = '%s'".formatted(RUN));
        connection.commit();
    }

    @Test
    void noNameOfAStateIsUnknownToTheTable() throws SQLException {
        insertRun("running");
        assertThat(RunState.values()).hasSize(5);
        assertThatThrownBy(() -> execute("UPDATE run SET state = 'paused'")).isInstanceOf(SQLException.class);
    }

    private void insertRun(String state) throws SQLException {
        execute("""
                INSERT INTO run (id, kind, family, family_version, state, parameters, submitted_by)
                VALUES ('%s', 'training', 'states', 1, '%s', '{}', 'test')
                """.formatted(RUN, state));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql
                    + (sql.startsWith("UPDATE run") && !sql.contains("WHERE") ? " WHERE id = '" + RUN + "'" : ""));
        }
    }
}
