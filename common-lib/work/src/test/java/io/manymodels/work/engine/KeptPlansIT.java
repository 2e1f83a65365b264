package io.manymodels.work.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.run.RunKind;
import io.manymodels.work.NoProcess;
import io.manymodels.work.TestStack;
import io.manymodels.work.api.Run;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service reads on where a newer version adds a column to its tables. The server keeps the plan of what a connection asks
 * for again and again, and within a transaction refuses one whose result has other columns than before.
 */
class KeptPlansIT {

    private final UUID run = UUID.randomUUID();
    private final UUID task = UUID.randomUUID();
    private Connection connection;
    private JdbcClient newer;
    private SingleConnectionDataSource newerSource;
    private RunRepository runs;
    private TaskRepository tasks;

    @BeforeEach
    void insert() throws SQLException {
        var login = TestStack.infrastructure().database("training");
        Flyway.configure().dataSource(login.url(), login.username(), login.password()).schemas("training")
                .createSchemas(false).locations("classpath:db/migration/work").load().migrate();
        newerSource = new SingleConnectionDataSource(
                DriverManager.getConnection(login.url(), login.username(), login.password()), true);
        newer = JdbcClient.create(newerSource);
        newer.sql("""
                INSERT INTO run (id, kind, family, family_version, state, parameters, allowed_failures, submitted_by)
                VALUES (?, 'training', 'kept', 1, 'running', '{}', 0, 'test')
                """).param(run).update();
        newer.sql(
                "INSERT INTO task (id, run_id, kind, from_sequence, to_sequence, rows) VALUES (?, ?, 'part', 0, 1, 7)")
                .params(task, run).update();
        connection = DriverManager.getConnection(login.url() + (login.url().contains("?") ? "&" : "?")
                + "prepareThreshold=1", login.username(), login.password());
        connection.setAutoCommit(false);
        var source = new SingleConnectionDataSource(connection, true);
        runs = new RunRepository(JdbcClient.create(source), source, JsonMapper.shared());
        tasks = new TaskRepository(JdbcClient.create(source), source,
                new Processes(List.of(new NoProcess(RunKind.TRAINING))));
    }

    @AfterEach
    void delete() throws SQLException {
        connection.rollback();
        connection.close();
        newer.sql("ALTER TABLE run DROP COLUMN IF EXISTS of_tomorrow").update();
        newer.sql("ALTER TABLE task DROP COLUMN IF EXISTS of_tomorrow").update();
        newer.sql("DELETE FROM run WHERE id = ?").param(run).update();
        newerSource.destroy();
    }

    @Test
    void runsAreReadOn() throws SQLException {
        assertThat(read()).containsOnly(run);

        newer.sql("ALTER TABLE run ADD COLUMN of_tomorrow text").update();

        assertThat(read()).containsOnly(run);
    }

    private List<UUID> read() throws SQLException {
        List<Run> read = List.of(runs.find(run).orElseThrow(), runs.find(List.of(run)).getFirst(),
                runs.list("kept", null, null, null, null, 1).getFirst());
        connection.commit();
        return read.stream().map(Run::id).toList();
    }

    @Test
    void tasksAreTakenOn() throws SQLException {
        assertThat(claimedRows()).isEqualTo(7);

        newer.sql("ALTER TABLE task ADD COLUMN of_tomorrow text").update();

        assertThat(claimedRows()).isEqualTo(7);
    }

    /** Takes the task, and takes that back. */
    private long claimedRows() throws SQLException {
        long rows = tasks.claim(task, "worker", Duration.ofMinutes(1), true).orElseThrow().rows();
        connection.rollback();
        return rows;
    }
}
