package io.manymodels.promotion.model;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.TagFilter;
import io.manymodels.web.Cursor;
import io.manymodels.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The production registry over REST: reading alone, as only promotion runs write it. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "models", description = "Model versions in production")
class ModelController {

    private final ModelVersionRepository versions;

    ModelController(ModelVersionRepository versions) {
        this.versions = versions;
    }

    @GetMapping("/families/{family}/models")
    @Operation(summary = "Model versions of a family in production, newest first; filter by tag.NAME=VALUE")
    Page<ModelVersion> list(@PathVariable String family, @RequestParam(defaultValue = "false") boolean current,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String cursor,
            @RequestParam MultiValueMap<String, String> query) {
        var after = Cursor.decode(cursor, 1);
        var found = versions.list(family, TagFilter.of(query), current,
                after.isEmpty() ? Long.MAX_VALUE : Cursor.number(after.getFirst()), Page.checkedLimit(limit) + 1);
        if (found.isEmpty() && !versions.familyExists(family)) {
            throw ManyModelsException.notFound("family-unknown",
                    "Family [%s] does not exist. Maybe ask ingestion-service for GET /api/v1/families"
                            .formatted(family));
        }
        return Page.of(found, limit, version -> Cursor.encode(version.id()));
    }
}
