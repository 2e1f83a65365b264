package io.manymodels.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InferenceStatisticsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final InferenceStatistics statistics = new InferenceStatistics(
            Clock.fixed(Instant.ofEpochMilli(1234), ZoneOffset.UTC));

    private JsonNode of(String family) {
        return JSON.readTree(JSON.writeValueAsString(statistics.of(family, "3")));
    }

    @Test
    void requestsAndTheirRowsAreCountedByFamily() {
        statistics.succeeded("shop", 10, 500);
        statistics.succeeded("shop", 5, 700);
        statistics.failed("shop");
        statistics.succeeded("other", 1, 1);

        assertThat(of("shop")).isEqualTo(JSON.readTree("""
                {"name":"shop","version":"3","last_inference":1234,"inference_count":15,"execution_count":2,
                 "inference_stats":{"success":{"count":2,"ns":1200},"fail":{"count":1,"ns":0}}}"""));
    }

    @Test
    void aFamilyThatNobodyAskedHasNothingToCount() {
        assertThat(of("quiet").path("inference_count").asInt()).isZero();
        assertThat(of("quiet").path("last_inference").asInt()).isZero();
    }

    @Test
    void noRequestIsForgottenWhereManyComeAtOnce() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                threads.execute(() -> statistics.succeeded("shop", 3, 1));
            }
        }

        assertThat(of("shop").path("inference_count").asInt()).isEqualTo(3000);
        assertThat(of("shop").path("execution_count").asInt()).isEqualTo(1000);
    }
}
