package io.manymodels.work.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.work.TestStack;
import io.manymodels.work.WorkConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service says of its health while the broker is there, and while it is not. */
class BrokerHealthIT {

    @Test
    void withTheBrokerAllIsWell() {
        try (ConfigurableApplicationContext service = TestStack.start(Service.class)) {
            // What has not answered after two seconds is down until it does.
            Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                Answer health = get(service, "/actuator/health", null);
                assertThat(health.body().path("components").path("kafka").path("status").asString())
                        .as(health.toString()).isEqualTo("UP");
                assertThat(health.status()).isEqualTo(200);
            });
            assertThat(up(service)).isOne();
        }
    }

    @Test
    void withoutTheBrokerItSaysSoAndIsReadyToBeRead() {
        try (ConfigurableApplicationContext service = TestStack.start(Service.class,
                "spring.kafka.bootstrap-servers=127.0.0.1:1", "spring.kafka.admin.operation-timeout=1s",
                "spring.kafka.properties.default.api.timeout.ms=1000",
                "spring.kafka.properties.request.timeout.ms=1000")) {
            String viewer = TestStack.infrastructure().apiKey(Role.VIEWER);
            Answer health = get(service, "/actuator/health", null);

            assertThat(health.status()).isEqualTo(503);
            assertThat(health.body().path("components").path("kafka").path("status").asString()).isEqualTo("DOWN");
            assertThat(health.body().path("components").path("db").path("status").asString()).isEqualTo("UP");
            assertThat(up(service)).isZero();
            assertThat(get(service, "/actuator/health/readiness", null).status()).isEqualTo(200);
            assertThat(get(service, "/api/v1/runs", viewer).status()).isEqualTo(200);
        }
    }

    /** What went wrong may name addresses and logins: that is for viewers. */
    @Test
    void whatIsWrongIsToldToViewersAlone() {
        try (ConfigurableApplicationContext service = TestStack.start(Service.class)) {
            String viewer = TestStack.infrastructure().apiKey(Role.VIEWER);

            assertThat(details(get(service, "/actuator/health", viewer)).has("free")).isTrue();
            assertThat(details(get(service, "/actuator/health", null)).isMissingNode()).isTrue();
        }
    }

    private static JsonNode details(Answer health) {
        return health.body().path("components").path("diskSpace").path("details");
    }

    private static double up(ConfigurableApplicationContext service) {
        return service.getBean(MeterRegistry.class).get("manymodels.dependency.up").tag("dependency", "kafka").gauge()
                .value();
    }

    private record Answer(int status, JsonNode body) {}

    private static Answer get(ConfigurableApplicationContext service, String path, @Nullable String key) {
        int port = Objects.requireNonNull(((ServletWebServerApplicationContext) service).getWebServer()).getPort();
        ResponseEntity<String> answer = RestClient.create("http://127.0.0.1:" + port).get().uri(path)
                .headers(headers -> {
                    if (key != null) {
                        headers.setBearerAuth(key);
                    }
                }).retrieve().onStatus(_ -> true, (_, _) -> {}).toEntity(String.class);
        return new Answer(answer.getStatusCode().value(), JsonMapper.shared().readTree(answer.getBody()));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(WorkConfiguration.class)
    static class Service {}
}
