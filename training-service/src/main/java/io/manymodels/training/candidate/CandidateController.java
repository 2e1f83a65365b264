package io.manymodels.training.candidate;

import io.manymodels.problem.ManyModelsException;
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
@RequestMapping(path = "/api/v1", produces = "application/json")
class CandidateController {

    private static final int LARGEST_PAGE = 1000;

    private final CandidateRepository candidates;

    CandidateController(CandidateRepository candidates) {
        this.candidates = candidates;
    }

    @GetMapping("/families/{family}/candidates")
    CandidatePage list(@PathVariable String family, @RequestParam(required = false) @Nullable UUID run,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String cursor,
            @RequestParam MultiValueMap<String, String> query) {
        if (!candidates.familyExists(family)) {
            throw ManyModelsException.notFound("family-unknown",
                    "Family [%s] does not exist. Maybe ask ingestion-service for GET /api/v1/families".formatted(family));
        }
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw ManyModelsException.malformed("limit-out-of-range",
                    "limit [%d] is not between 1 and %d. Maybe follow nextCursor for more".formatted(limit, LARGEST_PAGE));
        }
        List<Candidate> found = candidates.list(family, run, TagFilter.of(query), before(cursor), limit + 1);
        if (found.size() <= limit) {
            return new CandidatePage(found, null);
        }
        List<Candidate> page = List.copyOf(found.subList(0, limit));
        return new CandidatePage(page, Long.toString(page.getLast().id(), Character.MAX_RADIX));
    }

    @GetMapping("/candidates/{id}")
    Candidate get(@PathVariable long id) {
        return candidates.find(id).orElseThrow(() -> ManyModelsException.notFound("candidate-unknown",
                "Candidate [%d] does not exist. Maybe ask for GET /api/v1/families/{family}/candidates".formatted(id)));
    }

    private static long before(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(cursor, Character.MAX_RADIX);
        } catch (NumberFormatException e) {
            throw ManyModelsException.malformed("cursor-malformed",
                    "cursor [%s] was not issued here. Maybe pass nextCursor of the previous page unchanged"
                            .formatted(cursor));
        }
    }
}
