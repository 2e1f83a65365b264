package io.manymodels.work.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.manymodels.run.RunKind;
import io.manymodels.work.NoProcess;
import io.manymodels.work.TestStack;
import io.manymodels.work.WorkConfiguration;
import io.manymodels.work.api.RunProcess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Tables that a newer version changes while a service of the version before works on them. */
class BusySchemaIT {

    private static final String LOCATIONS = "classpath:db/migration/work,classpath:db/busy";

    private SingleConnectionDataSource session;
    private JdbcClient working;
    private Connection other;
    private JdbcClient looking;

    @BeforeEach
    void work() throws SQLException {
        TestStack.start(TestService.class).close();
        session = new SingleConnectionDataSource(connection(), true);
        working = JdbcClient.create(session);
        other = connection();
        looking = JdbcClient.create(new SingleConnectionDataSource(other, true));
        working.sql("CREATE TABLE busy_first (id int)").update();
        working.sql("CREATE TABLE busy_second (id int)").update();
    }

    @AfterEach
    void forget() throws SQLException {
        session.destroy();
        looking.sql("DROP TABLE busy_first, busy_second").update();
        looking.sql("DELETE FROM flyway_schema_history WHERE version = '900'").update();
        other.close();
    }

    /** Those who read beside it wait for no more than one try: a lock that is asked for stops all who come after. */
    @Test
    void tablesAreChangedOnceTheyAreLetGo() throws Exception {
        working.sql("BEGIN").update();
        working.sql("INSERT INTO busy_second VALUES (1)").update();
        CompletableFuture<Void> start = start();
        waitForMigration();

        long begun = System.nanoTime();
        assertThat(looking.sql("SELECT count(*) FROM busy_second").query(Long.class).single()).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(start).isNotDone();
        working.sql("COMMIT").update();
        start.get();
        assertThat(added()).isEqualTo(2);
    }

    /** The service waits for what the migration has changed, and the migration for what the service has read. */
    @Test
    void aDeadlockWithAServiceAtWorkIsTriedAgain() throws Exception {
        working.sql("BEGIN").update();
        working.sql("SELECT count(*) FROM busy_second").query().singleValue();
        CompletableFuture<Void> start = start();
        waitForMigration();

        working.sql("SELECT count(*) FROM busy_first").query().singleValue();

        working.sql("COMMIT").update();
        start.get();
        assertThat(added()).isEqualTo(2);
    }

    @Test
    void aTableThatIsNeverLetGoEndsTheStart() throws SQLException {
        var login = TestStack.infrastructure().database("training");
        Flyway flyway = Flyway.configure().dataSource(login.url(), login.username(), login.password())
                .schemas("training").createSchemas(false).locations(LOCATIONS.split(",")).outOfOrder(true).load();
        working.sql("BEGIN").update();
        working.sql("INSERT INTO busy_second VALUES (1)").update();

        assertThatThrownBy(() -> new PatientMigration(2, Duration.ofMillis(10)).migrate(flyway))
                .hasMessageContaining("V900__a_column_for_two_tables.sql").hasStackTraceContaining("lock timeout");

        working.sql("ROLLBACK").update();
        assertThat(added()).isZero();
    }

    private static CompletableFuture<Void> start() {
        return CompletableFuture.runAsync(
                () -> TestStack.start(TestService.class, "spring.flyway.locations=" + LOCATIONS).close());
    }

    private void waitForMigration() {
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20)).until(() -> looking.sql("""
                SELECT count(*) FROM pg_locks
                WHERE relation = 'busy_second'::regclass AND mode = 'AccessExclusiveLock' AND NOT granted
                """).query(Long.class).single() > 0);
    }

    private long added() {
        return looking.sql(
                "SELECT count(*) FROM information_schema.columns WHERE table_name LIKE 'busy%' AND column_name = 'added'")
                .query(Long.class).single();
    }

    private static Connection connection() throws SQLException {
        var login = TestStack.infrastructure().database("training");
        return DriverManager.getConnection(login.url(), login.username(), login.password());
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(WorkConfiguration.class)
    static class TestService {

        @Bean
        RunProcess process() {
            return new NoProcess(RunKind.TRAINING);
        }
    }
}
