package io.manymodels.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a lineage server hears of scorings. */
class LineageIT {

    private final ScoringStack stack = ScoringStack.INSTANCE;

    private List<JsonNode> told(String run) {
        return Awaitility.await("lineage of " + run).atMost(Duration.ofSeconds(60))
                .until(() -> stack.lineage().of(run), events -> events.size() == 2);
    }

    @Test
    void aScoringIsToldWithWhatItReadAndMade() throws Exception {
        ToyRelease toy = stack.toy("toy-lineage");
        toy.snapshot("lineage-1");
        toy.release(1, "lineage-1");

        String run = stack.score("toy-lineage", "{}").path("id").asString();

        List<JsonNode> events = told(run);
        assertThat(events).extracting(event -> event.path("eventType").asString()).containsExactly("START", "COMPLETE");
        JsonNode end = events.getLast();
        assertThat(end.path("job").path("name").asString()).isEqualTo("toy-lineage.scoring");
        assertThat(end.path("inputs").valueStream().map(input -> input.path("namespace").asString() + "/"
                + input.path("name").asString()))
                .containsExactly("s3://lake/toy-lineage", "s3://production/toy-lineage");
        assertThat(end.path("inputs").get(0).path("facets").path("schema").path("fields").findValuesAsString("name"))
                .containsExactly("region", "store", "week", "units", "price");
        JsonNode output = end.path("outputs").get(0);
        assertThat(output.path("namespace").asString()).matches("postgres://[^/]+:[0-9]+");
        assertThat(output.path("name").asString()).isEqualTo("manymodels.reporting.toy_lineage_predictions");
        assertThat(output.path("facets").path("schema").path("fields").findValuesAsString("name"))
                .startsWith("region", "store", "week", "prediction", "lower_80")
                .endsWith("release", "run_id", "scored_at");
    }

    @Test
    void aServerThatRefusesHarmsNoRun() throws Exception {
        ToyRelease toy = stack.toy("toy-untold");
        toy.snapshot("untold-1");
        toy.release(1, "untold-1");
        stack.lineage().breakDown(true);
        try {
            String untold = stack.score("toy-untold", "{}").path("id").asString();
            Awaitility.await("its sweep").atMost(Duration.ofSeconds(60)).until(() -> stack.database("scoring").sql(
                    "SELECT coalesce(bool_and(state = 'done'), false) FROM predictions.task WHERE run_id = ?::uuid AND kind = 'sweep'")
                    .param(untold).query(Boolean.class).single());
            assertThat(stack.lineage().of(untold)).isEmpty();
        } finally {
            stack.lineage().breakDown(false);
        }
        told(stack.score("toy-untold", "{}").path("id").asString());
    }
}
