package io.manymodels.promotion.approval;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.promotion.run.PromotionOverview;
import io.manymodels.promotion.run.PromotionView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Approval over REST. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "promotions")
class ApprovalController {

    private final Approvals approvals;
    private final PromotionOverview overview;

    ApprovalController(Approvals approvals, PromotionOverview overview) {
        this.approvals = approvals;
        this.overview = overview;
    }

    /** @param approve true publishes the prepared release, false drops it */
    record ApprovalRequest(@Nullable Boolean approve) {}

    @PostMapping("/promotions/{id}/approval")
    @Operation(summary = "Publish or drop the release of a promotion that awaits approval")
    PromotionView decide(@PathVariable UUID id, @RequestBody(required = false) @Nullable ApprovalRequest request,
            Principal principal) {
        if (request == null || request.approve() == null) {
            throw ManyModelsException.invalid("approval-missing",
                    "The approval says neither yes nor no. Maybe send {\"approve\": true}");
        }
        overview.get(id);
        approvals.decide(id, request.approve(), principal.getName());
        return overview.get(id);
    }
}
