package io.manymodels.ingestion.cycle;

import io.manymodels.web.Cursor;
import io.manymodels.web.Page;
import io.manymodels.web.openapi.StartsWork;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "cycles", description = "Ingest, train, promote and score a family, one started by the other")
class CycleController {

    private final Cycles cycles;

    CycleController(Cycles cycles) {
        this.cycles = cycles;
    }

    @PostMapping("/families/{family}/cycles")
    @Operation(summary = "Start a cycle")
    @StartsWork
    ResponseEntity<CycleView> start(@PathVariable String family, Principal principal) {
        CycleView cycle = cycles.get(cycles.start(family, principal.getName()));
        return ResponseEntity.accepted().location(URI.create("/api/v1/cycles/" + cycle.id())).body(cycle);
    }

    @GetMapping("/families/{family}/cycles")
    @Operation(summary = "The cycles of a family, newest first")
    Page<CycleView> list(@PathVariable String family, @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        List<String> after = Cursor.decode(cursor, 2);
        return Page.of(cycles.list(family, after.isEmpty() ? null : Cursor.instant(after.get(0)),
                after.isEmpty() ? null : Cursor.uuid(after.get(1)), Page.checkedLimit(limit) + 1), limit,
                cycle -> Cursor.encode(cycle.startedAt(), cycle.id()));
    }

    @GetMapping("/cycles")
    @Operation(summary = "The cycles of all families, newest first")
    Page<CycleView> all(@RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        List<String> after = Cursor.decode(cursor, 2);
        return Page.of(cycles.all(after.isEmpty() ? null : Cursor.instant(after.get(0)),
                after.isEmpty() ? null : Cursor.uuid(after.get(1)), Page.checkedLimit(limit) + 1), limit,
                cycle -> Cursor.encode(cycle.startedAt(), cycle.id()));
    }

    @GetMapping("/cycles/{id}")
    @Operation(summary = "One cycle with the runs of its steps")
    CycleView get(@PathVariable UUID id) {
        return cycles.get(id);
    }
}
