package io.manymodels.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A key whose production model is broken is answered by the next best, as in realtime, and says so. */
class BrokenModelIT {

    private final ScoringStack stack = ScoringStack.INSTANCE;

    @Test
    void aCorruptModelIsStoodInForByThatOfTheReleaseBefore() throws Exception {
        ToyRelease toy = stack.toy("toy-corrupt");
        toy.snapshot("corrupt-1");
        toy.release(1, "corrupt-1", UUID.randomUUID(), -1, 1);
        toy.release(2, "corrupt-1", UUID.randomUUID(), 3, 1);
        double before = counted();

        JsonNode run = stack.score("toy-corrupt", "{}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(rows("toy_corrupt", 3)).extracting(row -> row.get("rung") + " " + row.get("prediction"))
                .containsExactly("previous 325.0", "previous 325.0");
        JsonNode fallen = stack.get("/api/v1/runs/%s/partitions?outcome=fellBack".formatted(run.path("id").asString()))
                .path("items").valueStream()
                .filter(item -> item.path("key").toString().contains("\"store\":3")).findFirst().orElseThrow();
        assertThat(fallen.path("reason").path("code").asString()).isEqualTo("artefact-corrupt");
        assertThat(fallen.path("reason").path("message").asString()).contains("SHA-256",
                "answered by its own model of an earlier release");
        assertThat(counted()).isEqualTo(before + 1);
    }

    @Test
    void aTruncatedPackTakesNoKeyAwayAndIsNotRetriedForMinutes() throws Exception {
        ToyRelease toy = stack.toy("toy-truncated");
        toy.snapshot("truncated-1");
        toy.release(1, "truncated-1", UUID.randomUUID(), -1, 1);
        toy.release(2, "truncated-1", UUID.randomUUID(), -1, 0.7);

        JsonNode run = stack.score("toy-truncated", "{}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(run.path("progress").path("failed").asInt()).as("but the key without any model").isEqualTo(1);
        assertThat(stack.database("reader").sql("""
                SELECT count(DISTINCT store) FROM reporting.toy_truncated_predictions
                """).query(Integer.class).single()).isEqualTo(13);
        assertThat(stack.database("reader").sql("""
                SELECT DISTINCT rung FROM reporting.toy_truncated_predictions ORDER BY rung
                """).query(String.class).list()).contains("own", "previous");
        assertThat(Duration.between(Instant.parse(run.path("startedAt").asString()),
                Instant.parse(run.path("finishedAt").asString()))).isLessThan(Duration.ofSeconds(45));
    }

    private List<Map<String, @Nullable Object>> rows(String family, int store) {
        return stack.database("reader")
                .sql("SELECT * FROM reporting.%s_predictions WHERE store = ? ORDER BY week".formatted(family))
                .param(store).query().listOfRows();
    }

    private double counted() {
        return stack.bean(MeterRegistry.class).counter("manymodels.scoring.models.broken").count();
    }
}
