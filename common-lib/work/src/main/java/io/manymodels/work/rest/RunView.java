package io.manymodels.work.rest;

import io.manymodels.problem.Problem;
import io.manymodels.work.api.Progress;
import io.manymodels.work.api.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A run as users see it. */
record RunView(UUID id, String kind, String family, int familyVersion, @Nullable UUID cycle, String state,
        Progress progress, Instant submittedAt, @Nullable Instant startedAt, @Nullable Instant finishedAt,
        @Nullable Instant estimatedFinish, @Nullable Problem problem, JsonNode parameters, @Nullable JsonNode result,
        Map<String, String> links) {

    static RunView of(Run run, Instant now) {
        String self = "/api/v1/runs/" + run.id();
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", self);
        links.put("partitions", self + "/partitions");
        links.put("usage", self + "/usage");
        links.put("events", self + "/events");
        if (!run.state().isFinal()) {
            links.put("cancellation", self + "/cancellation");
        }
        return new RunView(run.id(), run.kind().wireName(), run.family(), run.familyVersion(), run.cycle(),
                run.state().wireName(), run.progress(), run.submittedAt(), run.startedAt(), run.finishedAt(),
                estimatedFinish(run, now), run.problem(), run.parameters(), run.result(), links);
    }

    private static @Nullable Instant estimatedFinish(Run run, Instant now) {
        long done = run.progress().accountedFor();
        if (run.state().isFinal() || run.startedAt() == null || done == 0) {
            return null;
        }
        Duration spent = Duration.between(run.startedAt(), now);
        return now.plusMillis((long) (spent.toMillis() * (double) run.progress().remaining() / done));
    }
}
