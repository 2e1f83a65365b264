package io.manymodels.promotion.run;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.promotion.judgement.Judgements;
import io.manymodels.promotion.judgement.StoredVerdict;
import io.manymodels.promotion.search.KeyPlace;
import io.manymodels.web.Cursor;
import io.manymodels.web.Page;
import io.manymodels.web.openapi.StartsWork;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.security.Principal;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Promotions over REST. The id of a promotion is that of its run. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "promotions", description = "Which candidates go to production, and why not")
class PromotionController {

    private static final Set<String> DECISIONS = Set.of("promote", "hold", "reject");

    private final Promotions promotions;
    private final PromotionOverview overview;
    private final Judgements judgements;

    PromotionController(Promotions promotions, PromotionOverview overview, Judgements judgements) {
        this.promotions = promotions;
        this.overview = overview;
        this.judgements = judgements;
    }

    /**
     * @param dryRun   judge alone, publish nothing; default false
     * @param training the training run to promote; default the family's latest that succeeded
     */
    record PromotionRequest(@Nullable Boolean dryRun, @Nullable UUID training) {}

    @PostMapping("/families/{family}/promotions")
    @Operation(summary = "Judge a training run's candidates and release those that may go to production")
    @StartsWork
    ResponseEntity<PromotionView> start(@PathVariable String family,
            @RequestBody(required = false) @Nullable PromotionRequest request, Principal principal) {
        var run = promotions.start(family, request == null ? null : request.training(),
                request != null && Boolean.TRUE.equals(request.dryRun()), principal.getName());
        return ResponseEntity.accepted().location(URI.create("/api/v1/runs/" + run.id()))
                .header(HttpHeaders.RETRY_AFTER, "1").body(overview.get(run.id()));
    }

    @GetMapping("/promotions/{id}")
    @Operation(summary = "What a promotion decided, against the release before")
    PromotionView get(@PathVariable UUID id) {
        return overview.get(id);
    }

    @GetMapping("/promotions/{id}/verdicts")
    @Operation(summary = "The verdict about each key, with reasons; filter by decision, sort by key or change")
    Page<StoredVerdict> verdicts(@PathVariable UUID id,
            @RequestParam(required = false) @Nullable String decision, @RequestParam(defaultValue = "key") String sort,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String cursor) {
        if (decision != null && !DECISIONS.contains(decision)) {
            throw ManyModelsException.malformed("decision-unknown",
                    "Decision [%s] is not known. Maybe promote, hold or reject".formatted(decision));
        }
        var metric = overview.metric(id);
        int more = Page.checkedLimit(limit) + 1;
        return switch (sort) {
            case "key" -> {
                var after = Cursor.decode(cursor, 1);
                yield Page.of(judgements.list(id, metric, decision, after.isEmpty() ? null : after.getFirst(), more),
                        limit, verdict -> Cursor.encode(verdict.position()));
            }
            case "change" -> Page.of(judgements.mostChanged(id, metric, decision, KeyPlace.decoded(cursor), more),
                    limit, verdict -> KeyPlace.encoded(verdict.change() == null ? null : Math.abs(verdict.change()),
                            verdict.position()));
            default -> throw ManyModelsException.malformed("sort-unknown",
                    "Sort [%s] is not known. Maybe key or change".formatted(sort));
        };
    }
}
