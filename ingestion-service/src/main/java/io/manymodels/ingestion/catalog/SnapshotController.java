package io.manymodels.ingestion.catalog;

import io.manymodels.ingestion.family.Families;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.web.Cursor;
import io.manymodels.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "snapshots", description = "What ingestions came to: columns, leaks, and every partition with its verdict")
class SnapshotController {

    private final CatalogRepository catalog;
    private final Families families;

    SnapshotController(CatalogRepository catalog, Families families) {
        this.catalog = catalog;
        this.families = families;
    }

    @GetMapping("/families/{family}/snapshots")
    @Operation(summary = "The snapshots of a family, newest first")
    Page<SnapshotView> list(@PathVariable String family, @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        families.known(family);
        List<String> after = Cursor.decode(cursor, 2);
        return Page.of(catalog.list(family, after.isEmpty() ? null : Cursor.instant(after.get(0)),
                after.isEmpty() ? null : after.get(1), Page.checkedLimit(limit) + 1), limit,
                snapshot -> Cursor.encode(snapshot.sealedAt(), snapshot.id()));
    }

    @GetMapping("/snapshots/{id}")
    @Operation(summary = "One snapshot")
    SnapshotView get(@PathVariable String id) {
        return catalog.find(id).orElseThrow(() -> notFound(id));
    }

    @GetMapping("/snapshots/{id}/partitions")
    @Operation(summary = "The partitions of a snapshot, by key; filter by what the quality gate says")
    Page<PartitionView> partitions(@PathVariable String id, @RequestParam(required = false) @Nullable Boolean passed,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String cursor) {
        get(id);
        List<String> after = Cursor.decode(cursor, 1);
        return Page.of(catalog.partitions(id, passed, after.isEmpty() ? -1 : Cursor.integer(after.getFirst()),
                Page.checkedLimit(limit) + 1), limit, partition -> Cursor.encode(partition.sequence()));
    }

    private static ManyModelsException notFound(String id) {
        return ManyModelsException.notFound("snapshot-not-found",
                "Snapshot [%s] does not exist. Maybe GET /api/v1/families/<family>/snapshots lists it".formatted(id));
    }
}
