package io.manymodels.training.run;

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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/families/{family}/trainings")
@Tag(name = "trainings", description = "Training a family's models")
class TrainingController {

    private final TrainingSubmission submission;

    TrainingController(TrainingSubmission submission) {
        this.submission = submission;
    }

    @Operation(summary = "Train what changed, what failed, or all of a family")
    @PostMapping
    @StartsWork
    ResponseEntity<AcceptedRun> start(@PathVariable String family,
            @RequestBody(required = false) @Nullable TrainingRequest request, Principal principal) {
        Run run = submission.submit(family, request == null ? new TrainingRequest(null, null, null, null) : request,
                principal.getName());
        return AcceptedRun.of(run);
    }
}
