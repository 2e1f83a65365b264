package io.manymodels.training.candidate;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.TagFilter;
import io.manymodels.web.Cursor;
import io.manymodels.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The candidate registry over REST: reading alone, as only training runs write it. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "candidates", description = "Every model that training made")
class CandidateController {

    private final CandidateRepository candidates;

    CandidateController(CandidateRepository candidates) {
        this.candidates = candidates;
    }

    @Operation(summary = "Models of a family, newest first; filter by tag.NAME=VALUE and by run")
    @GetMapping("/families/{family}/candidates")
    Page<Candidate> list(@PathVariable String family, @RequestParam(required = false) @Nullable UUID run,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String cursor,
            @RequestParam MultiValueMap<String, String> query) {
        List<String> after = Cursor.decode(cursor, 1);
        List<Candidate> found = candidates.list(family, run, TagFilter.of(query),
                after.isEmpty() ? Long.MAX_VALUE : Cursor.number(after.getFirst()), Page.checkedLimit(limit) + 1);
        if (found.isEmpty() && !candidates.familyExists(family)) {
            throw ManyModelsException.notFound("family-unknown",
                    "Family [%s] does not exist. Maybe ask ingestion-service for GET /api/v1/families"
                            .formatted(family));
        }
        return Page.of(found, limit, candidate -> Cursor.encode(candidate.id()));
    }

    @Operation(summary = "One model")
    @GetMapping("/candidates/{id}")
    Candidate get(@PathVariable long id) {
        return candidates.find(id).orElseThrow(() -> ManyModelsException.notFound("candidate-unknown",
                "Candidate [%d] does not exist. Maybe ask for GET /api/v1/families/{family}/candidates".formatted(id)));
    }
}
