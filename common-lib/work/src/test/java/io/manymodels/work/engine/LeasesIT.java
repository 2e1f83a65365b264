package io.manymodels.work.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.run.RunKind;
import io.manymodels.work.NoProcess;
import io.manymodels.work.TestStack;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.TaskKind;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** A lease that ran out is told, and what its own worker ended a moment ago is not. */
@ExtendWith(OutputCaptureExtension.class)
class LeasesIT {

    private final LeasedTask task = new LeasedTask(UUID.randomUUID(), UUID.randomUUID(), TaskKind.PART, 0, 0, 1, 1, 1,
            3,
            0);
    private SingleConnectionDataSource database;
    private JdbcClient jdbc;
    private Leases leases;

    @BeforeEach
    void hold() throws SQLException {
        var login = TestStack.infrastructure().database("training");
        Flyway.configure().dataSource(login.url(), login.username(), login.password()).schemas("training")
                .createSchemas(false).locations("classpath:db/migration/work").load().migrate();
        database = new SingleConnectionDataSource(
                DriverManager.getConnection(login.url(), login.username(), login.password()), true);
        jdbc = JdbcClient.create(database);
        TaskRepository tasks = new TaskRepository(jdbc, database,
                new Processes(List.of(new NoProcess(RunKind.TRAINING))));
        leases = new Leases(tasks, tasks, _ -> {},
                new SilentClients(new SessionRepository(jdbc), System::nanoTime),
                new TransactionTemplate(new DataSourceTransactionManager(database)), Duration.ofMinutes(1));
        jdbc.sql("""
                INSERT INTO run (id, kind, family, family_version, state, parameters, submitted_by)
                VALUES (?, 'training', 'leases', 1, 'running', '{}', 'test')
                """).param(task.run()).update();
        jdbc.sql("""
                INSERT INTO task (id, run_id, kind, from_sequence, to_sequence, rows, state, epoch, lease_until)
                VALUES (?, ?, 'part', 0, 1, 1, 'leased', 3, now() + interval '1 minute')
                """).params(task.id(), task.run()).update();
        leases.hold(task);
    }

    @AfterEach
    void delete() {
        jdbc.sql("DELETE FROM run WHERE id = ?").param(task.run()).update();
        database.destroy();
    }

    private void becomes(String values) {
        jdbc.sql("UPDATE task SET " + values + " WHERE id = ?").param(task.id()).update();
        leases.renew();
    }

    @ParameterizedTest
    @ValueSource(strings = {"state = 'done'", "state = 'split'", "state = 'abandoned'", "state = 'cancelled'",
            "state = 'pending', not_before = now()"})
    void whatItsOwnWorkerEndedIsLetGoWithoutAWord(String values, CapturedOutput output) {
        becomes(values);

        assertThat(leases.heldNow()).isZero();
        assertThat(output).doesNotContain(task.id().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoch = 4", "state = 'pending', not_before = NULL"})
    void aLeaseThatRanOutIsTold(String values, CapturedOutput output) {
        becomes(values);

        assertThat(leases.heldNow()).isZero();
        assertThat(output).contains("Lease of task " + task.id() + " epoch 3 ran out");
    }

    @Test
    void whatIsHeldIsRenewed() {
        becomes("lease_until = now()");

        assertThat(leases.heldNow()).isOne();
        assertThat(jdbc.sql("SELECT lease_until > now() FROM task WHERE id = ?").param(task.id()).query(Boolean.class)
                .single()).isTrue();
    }
}
