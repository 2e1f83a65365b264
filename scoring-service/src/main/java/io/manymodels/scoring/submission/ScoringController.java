package io.manymodels.scoring.submission;

import io.manymodels.web.openapi.StartsWork;
import io.manymodels.work.api.Run;
import io.manymodels.work.rest.AcceptedRun;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "scorings", description = "Batch scoring of a family")
class ScoringController {

    private final ScoringSubmission submission;

    ScoringController(ScoringSubmission submission) {
        this.submission = submission;
    }

    @PostMapping("/api/v1/families/{family}/scorings")
    @Operation(summary = "Score a family with its current release, or with a named one on the snapshot that it covers")
    @StartsWork
    ResponseEntity<AcceptedRun> start(@PathVariable String family,
            @RequestBody(required = false) @Nullable ScoringParameters parameters, Principal principal) {
        Run run = submission.submit(family,
                parameters == null ? ScoringParameters.DEFAULT : parameters, principal.getName());
        return AcceptedRun.of(run);
    }
}
