package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.stack.process.StackProblem;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackPortsTest {

    @ParameterizedTest
    @CsvSource({"postgres, 15432", "kafka, 19092", "kafka-controller, 19093", "storage, 19000", "ingestion, 8081",
            "training, 8082", "promotion, 8083", "scoring, 8084", "realtime, 8085", "console, 8080"})
    void partsHaveTheirUsualPorts(String name, int port) throws StackProblem {
        StackPorts ports = StackPorts.from(Map.of());

        assertThat(ports.of(name)).isEqualTo(port);
        assertThat(ports.url(name)).isEqualTo("http://127.0.0.1:" + port);
    }

    @ParameterizedTest
    @CsvSource({"postgres, MANYMODELS_PORT_POSTGRES, 1", "kafka-controller, MANYMODELS_PORT_KAFKA_CONTROLLER, 65535",
            "realtime, MANYMODELS_PORT_REALTIME, 9000"})
    void aVariableReplacesOne(String name, String variable, int port) throws StackProblem {
        assertThat(StackPorts.from(Map.of(variable, String.valueOf(port))).of(name)).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "99999", "100000", "-1", "8080 ", "eight", "8e3", "08080"})
    void whatIsNoPortIsRefusedByItsVariable(String value) {
        assertThatThrownBy(() -> StackPorts.from(Map.of("MANYMODELS_PORT_TRAINING", value)))
                .isInstanceOf(StackProblem.class).hasMessageContaining("MANYMODELS_PORT_TRAINING")
                .hasMessageContaining("(" + value + ")").hasMessageContaining("Maybe");
    }

    @Test
    void twoPartsOnOnePortAreRefusedBeforeOneOfThemFails() {
        assertThatThrownBy(() -> StackPorts.from(Map.of("MANYMODELS_PORT_TRAINING", "8081")))
                .isInstanceOf(StackProblem.class).hasMessageContaining("[ingestion, training]")
                .hasMessageContaining("(8081)").hasMessageContaining("Maybe set MANYMODELS_PORT_TRAINING");
        assertThatCode(() -> StackPorts.from(Map.of("MANYMODELS_PORT_TRAINING", "8081", "MANYMODELS_PORT_INGESTION",
                "8082"))).doesNotThrowAnyException();
    }

    @Test
    void anUnknownPartHasNoPort() {
        assertThatThrownBy(() -> StackPorts.from(Map.of()).of("zookeeper"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("(zookeeper)");
    }

    @Test
    void theAdviceForATakenPortIsAPort() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            StackPorts ports = StackPorts.from(Map.of("MANYMODELS_PORT_STORAGE", String.valueOf(port)));

            assertThatThrownBy(() -> ports.requireFree(List.of("storage"))).isInstanceOfSatisfying(StackProblem.class,
                    problem -> {
                        String advised = String.valueOf(problem.getMessage()).replaceAll(
                                "(?s).*MANYMODELS_PORT_STORAGE=(\\d+) .*",
                                "$1");
                        assertThat(Integer.parseInt(advised)).isBetween(1, 65_535).isNotEqualTo(port);
                    });
        }
    }

    @Test
    void whatNobodyListensOnIsFree() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        StackPorts.from(Map.of("MANYMODELS_PORT_STORAGE", String.valueOf(port))).requireFree(List.of("storage"));
    }
}
