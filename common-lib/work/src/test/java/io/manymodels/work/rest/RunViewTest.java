package io.manymodels.work.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.ErrorBudget;
import io.manymodels.run.Outcome;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Progress;
import io.manymodels.work.api.Run;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** A run as its JSON shows it: names that clients read. */
class RunViewTest {

    private static final UUID ID = UUID.fromString("3f1c0b52-7a4e-4f0a-9a51-0d2f6f1f5a11");
    private static final Instant BEGIN = Instant.parse("2026-11-26T10:00:00Z");
    private static final JsonMapper JSON = JsonMapper.shared();

    private static Run run(RunState state, Progress progress, @Nullable Instant started) {
        return new Run(ID, RunKind.TRAINING, "shop", 3, null, state, JsonNodeFactory.instance.objectNode(),
                new ErrorBudget(1, true), "test", progress, false, BEGIN, started, null, null, null, null);
    }

    private static JsonNode shown(Run run, Instant now) {
        return JSON.readTree(JSON.writeValueAsString(RunView.of(run, now)));
    }

    @Test
    void aRunningRunSaysHowFarItIsAndWhereToAskForMore() {
        JsonNode shown = shown(run(RunState.RUNNING, Progress.of(100, 20, 3, 1, 1, 0), BEGIN), BEGIN.plusSeconds(10));

        assertThat(shown.path("id").asString()).isEqualTo(ID.toString());
        assertThat(shown.path("kind").asString()).isEqualTo("training");
        assertThat(shown.path("state").asString()).isEqualTo("running");
        assertThat(shown.path("progress")).isEqualTo(JSON.readTree("""
                {"expected":100,"succeeded":20,"fellBack":3,"skipped":1,"failed":1,"cancelled":0,"remaining":75}"""));
        assertThat(shown.path("links")).isEqualTo(JSON.readTree("""
                {"self":"/api/v1/runs/%1$s","partitions":"/api/v1/runs/%1$s/partitions","usage":"/api/v1/runs/%1$s/usage",
                 "events":"/api/v1/runs/%1$s/events","cancellation":"/api/v1/runs/%1$s/cancellation"}"""
                .formatted(ID)));
    }

    @ParameterizedTest
    @CsvSource({"100, 25, 2026-11-26T10:00:40Z", "100, 100, 2026-11-26T10:00:10Z", "100, 1, 2026-11-26T10:16:40Z",
            "100, 0,", "0, 0,"})
    void theRestIsExpectedToTakeAsLongAPieceAsWhatIsDone(long expected, long done, @Nullable String finish) {
        JsonNode shown = shown(run(RunState.RUNNING, Progress.of(expected, done, 0, 0, 0, 0), BEGIN),
                BEGIN.plusSeconds(10));

        assertThat(shown.path("estimatedFinish").asString(null)).isEqualTo(finish);
    }

    @ParameterizedTest
    @EnumSource(value = RunState.class, names = {"SUCCEEDED", "FAILED", "CANCELLED"})
    void whatHasEndedIsNotExpectedToEndAndCannotBeCancelled(RunState state) {
        JsonNode shown = shown(run(state, Progress.of(10, 5, 0, 0, 5, 0), BEGIN), BEGIN.plusSeconds(10));

        assertThat(shown.path("estimatedFinish").isNull()).isTrue();
        assertThat(shown.path("links").has("cancellation")).isFalse();
    }

    @Test
    void aQueuedRunHasNotBegun() {
        JsonNode shown = shown(run(RunState.QUEUED, Progress.of(0, 0, 0, 0, 0, 0), null), BEGIN);

        assertThat(shown.path("startedAt").isNull()).isTrue();
        assertThat(shown.path("estimatedFinish").isNull()).isTrue();
        assertThat(shown.path("links").has("cancellation")).isTrue();
    }

    @Test
    void aPartitionIsShownByItsKeyColumns() {
        PartitionView view = PartitionView.of(
                new PartitionOutcome(4, "{\"store\":2,\"brand\":\"b\"}", Outcome.FELL_BACK, null, 2, 0.5));

        assertThat(JSON.readTree(JSON.writeValueAsString(view))).isEqualTo(JSON.readTree("""
                {"key":{"store":2,"brand":"b"},"outcome":"fellBack","reason":null,"attempts":2,"seconds":0.5}"""));
    }
}
