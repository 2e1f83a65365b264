package io.manymodels.promotion.rollback;

import io.manymodels.problem.ManyModelsException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Rollback over REST. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "releases")
class RollbackController {

    private final Rollbacks rollbacks;

    RollbackController(Rollbacks rollbacks) {
        this.rollbacks = rollbacks;
    }

    /** @param to number of the release to return to */
    record RollbackRequest(@Nullable Integer to) {}

    @PostMapping("/families/{family}/rollbacks")
    @Operation(summary = "Make an earlier release current again; its batch scoring starts by itself")
    Rollback start(@PathVariable String family, @RequestBody(required = false) @Nullable RollbackRequest request,
            Principal principal) {
        var to = request == null ? null : request.to();
        if (to == null || to < 1) {
            throw ManyModelsException.invalid("rollback-target-invalid",
                    "to [%s] is not the number of a release. Maybe {\"to\": 1}".formatted(to));
        }
        return rollbacks.rollBack(family, to, principal.getName());
    }
}
