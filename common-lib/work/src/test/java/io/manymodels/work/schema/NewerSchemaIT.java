package io.manymodels.work.schema;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.run.RunKind;
import io.manymodels.work.NoProcess;
import io.manymodels.work.TestStack;
import io.manymodels.work.WorkConfiguration;
import io.manymodels.work.api.RunProcess;
import java.sql.DriverManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A service that meets tables of a version after its own: after an upgrade that was taken back, say. */
class NewerSchemaIT {

    @BeforeEach
    void startOnce() {
        TestStack.start(TestService.class).close();
    }

    @AfterEach
    void forget() throws Exception {
        execute("DELETE FROM training.flyway_schema_history WHERE description = 'of tomorrow'");
    }

    /** One among those that it knows, as the engine's are among the service's, and one behind all. */
    @ParameterizedTest
    @ValueSource(strings = {"007.5", "999"})
    void aServiceDoesNotWorkOnTablesOfANewerVersion(String version) throws Exception {
        execute("""
                INSERT INTO training.flyway_schema_history (installed_rank, version, description, type, script, checksum,
                                                            installed_by, execution_time, success)
                SELECT max(installed_rank) + 1, '%1$s', 'of tomorrow', 'SQL', 'V%1$s__of_tomorrow.sql', 1, 'training', 1,
                       true
                FROM training.flyway_schema_history
                """.formatted(version));

        assertThatThrownBy(() -> TestStack.start(TestService.class).close()).rootCause()
                .hasMessageContaining("V%s__of_tomorrow.sql".formatted(version))
                .hasMessageContaining("The tables in schema [training] are of a newer version")
                .hasMessageContaining("Maybe start that version, or restore a backup of before the upgrade");
    }

    private static void execute(String sql) throws Exception {
        var login = TestStack.infrastructure().database("training");
        try (var connection = DriverManager.getConnection(login.url(), login.username(), login.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
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
