package io.manymodels.console.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.console.cycle.CycleView.StepView;
import io.manymodels.console.platform.Families.Cycle;
import io.manymodels.console.platform.Part;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CycleViewTest {

    private static StepView step(String kind, String state, int remaining) {
        return new StepView(kind, state, "r", kind, Part.of(JsonMapper.shared().readTree("""
                {"state":"%s","startedAt":"2026-01-01T00:00:00Z","finishedAt":null,
                 "progress":{"expected":10,"remaining":%d}}""".formatted(state, remaining))), List.of());
    }

    private static StepView waiting(String kind) {
        return new StepView(kind, "waiting", "r", kind, new Part<>(null, "Waits for the step before", true), List.of());
    }

    private static CycleView view(StepView... steps) {
        return new CycleView(new Cycle("c", "shop", 1, "running", List.of(), null, "me", "2026-01-01T00:00:00Z", null),
                List.of(steps));
    }

    @Test
    void aStepTellsWhatIsDone() {
        assertThat(step("training", "running", 4).done()).isEqualTo(6);
        assertThat(step("training", "running", 4).startedAt()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(step("training", "running", 4).finishedAt()).isNull();
        assertThat(waiting("scoring").done()).isZero();
        assertThat(waiting("scoring").startedAt()).isNull();
    }

    @Test
    void aStepAtWorkTellsHowFastItIs() {
        assertThat(step("training", "running", 4).rate(Instant.parse("2026-01-01T00:00:03Z"))).isEqualTo(2.0);
        assertThat(step("training", "running", 10).rate(Instant.parse("2026-01-01T00:00:03Z"))).isNull();
        assertThat(waiting("scoring").rate(Instant.parse("2026-01-01T00:00:03Z"))).isNull();
    }

    /** The button that cancels stops the step that is at work, and none that ended or did not begin. */
    @Test
    void whatIsAtWorkMayBeStopped() {
        assertThat(step("training", "running", 4).isOpen()).isTrue();
        assertThat(step("training", "queued", 10).isOpen()).isTrue();
        assertThat(step("training", "succeeded", 0).isOpen()).isFalse();
        assertThat(waiting("scoring").isOpen()).isFalse();
    }

    /** A page is told to look again when there is something new, and only then. */
    @Test
    void theMarkChangesWithWhatThereIsToSee() {
        CycleView before = view(step("training", "running", 4), waiting("promotion"));

        assertThat(before.mark()).isEqualTo(view(step("training", "running", 4), waiting("promotion")).mark())
                .isNotEqualTo(view(step("training", "running", 3), waiting("promotion")).mark())
                .isNotEqualTo(view(step("training", "running", 4), step("promotion", "queued", 10)).mark())
                .isNotEqualTo(view(step("training", "failed", 4), waiting("promotion")).mark());
    }

    @Test
    void stepsStandBesideTheirLike() {
        StepView training = step("training", "succeeded", 0);

        assertThat(view(step("ingestion", "succeeded", 0), step("training", "running", 4)).against(view(training)))
                .extracting(CycleView.Compared::before).containsExactly(null, training);
    }
}
