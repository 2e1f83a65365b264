package io.manymodels.work.rest;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.run.Outcome;
import io.manymodels.web.Cursor;
import io.manymodels.web.Page;
import io.manymodels.web.openapi.StartsWork;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Runs;
import io.manymodels.work.cost.CostProperties;
import io.manymodels.work.cost.UsageRepository;
import io.manymodels.work.engine.RunRepository;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/api/v1/runs")
@Tag(name = "runs", description = "Progress and outcome of work, partition by partition")
class RunController {

    private final Runs runs;
    private final RunRepository repository;
    private final RunEvents events;
    private final UsageRepository usage;
    private final CostProperties prices;
    private final Clock clock;

    RunController(Runs runs, RunRepository repository, RunEvents events, UsageRepository usage,
            CostProperties prices, Clock clock) {
        this.runs = runs;
        this.repository = repository;
        this.events = events;
        this.usage = usage;
        this.prices = prices;
        this.clock = clock;
    }

    @GetMapping
    @Operation(summary = "Runs of this service, newest first")
    Page<RunView> list(@RequestParam(required = false) @Nullable String family,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String cursor) {
        List<String> after = Cursor.decode(cursor, 2);
        List<Run> found = repository.list(family, kind, state, after.isEmpty() ? null : Cursor.instant(after.get(0)),
                after.isEmpty() ? null : Cursor.uuid(after.get(1)), Page.checkedLimit(limit) + 1);
        Instant now = clock.instant();
        return Page.of(found, limit, run -> Cursor.encode(run.submittedAt(), run.id()))
                .map(run -> RunView.of(run, now));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One run")
    RunView get(@PathVariable UUID id) {
        return RunView.of(runs.get(id), clock.instant());
    }

    @GetMapping("/{id}/usage")
    @Operation(summary = "Processor time, bytes and cost of a run, by step")
    UsageView usage(@PathVariable UUID id) {
        return UsageView.of(runs.get(id).id(), usage.ofRun(id), prices);
    }

    @GetMapping("/{id}/partitions")
    @Operation(summary = "What became of each partition; filter by outcome")
    Page<PartitionView> partitions(@PathVariable UUID id, @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String cursor) {
        if (outcome != null && Outcome.ofWireName(outcome).isEmpty()) {
            throw ManyModelsException.malformed("outcome-unknown",
                    "Outcome [%s] is not known. Maybe succeeded, fellBack, skipped, failed or cancelled"
                            .formatted(outcome));
        }
        runs.get(id);
        List<String> after = Cursor.decode(cursor, 1);
        List<PartitionOutcome> found = repository.partitions(id, outcome,
                after.isEmpty() ? -1 : Cursor.integer(after.get(0)), Page.checkedLimit(limit) + 1);
        return Page.of(found, limit, partition -> Cursor.encode(partition.sequence())).map(PartitionView::of);
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(summary = "Progress as server-sent events, ending with the final state")
    SseEmitter events(@PathVariable UUID id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        return events.follow(runs.get(id), lastEventId);
    }

    @PostMapping("/{id}/cancellation")
    @StartsWork
    @Operation(summary = "Stop a run")
    ResponseEntity<RunView> cancel(@PathVariable UUID id) {
        RunView run = RunView.of(runs.cancel(id), clock.instant());
        return ResponseEntity.accepted().location(URI.create("/api/v1/runs/" + id)).body(run);
    }
}
