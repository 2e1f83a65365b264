package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.stack.process.StackProblem;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackOptionsTest {

    private static final String[] ARGUMENTS = {"--home", "/home", "--data", "/data", "--workers", "3"};

    @Test
    void startsAllServicesOnItsOwnInfrastructure() throws StackProblem {
        StackOptions options = StackOptions.parse(ARGUMENTS, Map.of());

        assertThat(options.services()).containsExactly(ServiceKind.values());
        assertThat(options.external()).isFalse();
        assertThat(options.workers()).isEqualTo(3);
        assertThat(options.landing()).hasToString("/data/landing");
    }

    @Test
    void leavesOutServicesThatADeveloperRuns() throws StackProblem {
        assertThat(StackOptions.parse(ARGUMENTS, Map.of("MANYMODELS_SERVICES", "scoring,ingestion")).services())
                .containsExactly(ServiceKind.INGESTION, ServiceKind.SCORING);
        assertThatThrownBy(() -> StackOptions.parse(ARGUMENTS, Map.of("MANYMODELS_SERVICES", "scorer")))
                .isInstanceOf(StackProblem.class)
                .hasMessageContaining("(scorer)");
    }

    @Test
    void namesEveryPortThatIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StackPorts ports = StackPorts
                    .from(Map.of("MANYMODELS_PORT_TRAINING", String.valueOf(taken.getLocalPort())));

            assertThatThrownBy(() -> ports.requireFree(List.of("training"))).isInstanceOf(StackProblem.class)
                    .hasMessageContaining("training=" + taken.getLocalPort())
                    .hasMessageContaining("MANYMODELS_PORT_TRAINING");
        }
    }

    @Test
    void externalInfrastructureNamesAllMissingVariablesAtOnce() {
        var none = new io.manymodels.stack.credential.Credentials(Map.of(), Map.of(), Map.of(), Map.of());

        assertThatThrownBy(() -> ExternalInfrastructure.from(Map.of(), none, java.nio.file.Path.of("landing"),
                java.nio.file.Path.of("work")))
                .isInstanceOf(StackProblem.class)
                .hasMessageContaining("SPRING_DATASOURCE_URL")
                .hasMessageContaining("DATABASE_PASSWORD_TRAINING");
    }

    @Test
    void readsWhereADatabaseIs() {
        assertThat(StackState.Database.of("jdbc:postgresql://db.example:5433/manymodels?ssl=true"))
                .isEqualTo(new StackState.Database("db.example", 5433, "manymodels"));
        assertThat(StackState.Database.of("jdbc:postgresql://db/manymodels").port()).isEqualTo(5432);
    }
}
