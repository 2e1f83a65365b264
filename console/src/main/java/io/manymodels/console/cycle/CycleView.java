package io.manymodels.console.cycle;

import io.manymodels.console.page.ReasonLine;
import io.manymodels.console.platform.Families.Cycle;
import io.manymodels.console.platform.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A cycle with what its runs tell.
 *
 * @param steps in order
 */
record CycleView(Cycle cycle, List<StepView> steps) {

    /**
     * @param run as its service shows it; missing before it began
     * @param reasons why keys did not simply succeed, most frequent first
     */
    record StepView(String kind, String state, String runId, String service, Part<JsonNode> run,
            List<ReasonLine> reasons) {

        /** The outcomes of the run's keys. */
        public JsonNode progress() {
            return run.isPresent()
                    ? run.value().path("progress")
                    : MissingNode.getInstance();
        }

        /** Keys that are accounted for. */
        public long done() {
            return progress().path("expected").asLong(0) - progress().path("remaining").asLong(0);
        }

        /** When the run began, and when it ended; null before. */
        public @Nullable String startedAt() {
            return at("startedAt");
        }

        public @Nullable String finishedAt() {
            return at("finishedAt");
        }

        private @Nullable String at(String name) {
            return run.isPresent() && run.value().path(name).isString() ? run.value().path(name).asString() : null;
        }

        /** Keys a second since it began; null before it knows any, and when it has ended. */
        public @Nullable Double rate(Instant now) {
            String began = startedAt();
            if (began == null || finishedAt() != null || done() == 0) {
                return null;
            }
            return done() / Math.max(0.001, Duration.between(Instant.parse(began), now).toMillis() / 1000.0);
        }

        /** Whether it may still be stopped. */
        public boolean isOpen() {
            return run.isPresent() && List.of("queued", "running").contains(run.value().path("state").asString(""));
        }
    }

    /** A step in this cycle and in another one; null where a cycle lacks it. */
    record Compared(String kind, StepView now, @Nullable StepView before) {}

    /** The steps beside those of another cycle. */
    List<Compared> against(CycleView other) {
        return steps.stream().map(step -> new Compared(step.kind(), step,
                other.steps().stream().filter(each -> each.kind().equals(step.kind())).findFirst().orElse(null)))
                .toList();
    }

    /** Changes whenever there is something new to see. */
    String mark() {
        return cycle.state() + steps.stream().map(step -> step.state() + step.done() + step.run().isPresent())
                .collect(Collectors.joining("/"));
    }
}
