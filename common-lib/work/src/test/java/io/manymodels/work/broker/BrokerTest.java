package io.manymodels.work.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class BrokerTest {

    @Test
    void whereNobodyListensTheQuestionEndsSoon() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        long start = System.nanoTime();

        try (Broker broker = at("127.0.0.1:" + port)) {
            assertThatThrownBy(broker::nodes).isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("a client of Kafka's own patience is a minute")
                .isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aNameThatNobodyKnowsIsAskedForAgainAtTheNextQuestion() {
        try (Broker broker = at("nobody.invalid:9092")) {
            assertThatThrownBy(broker::nodes).isInstanceOf(KafkaException.class);
            assertThatThrownBy(broker::nodes).isInstanceOf(KafkaException.class);
        }
    }

    private static Broker at(String servers) {
        return new Broker(Map.of("bootstrap.servers", servers));
    }
}
