package io.manymodels.ingestion.run;

import io.manymodels.ingestion.family.Families;
import io.manymodels.web.openapi.StartsWork;
import io.manymodels.work.api.Run;
import io.manymodels.work.rest.AcceptedRun;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/families/{family}/ingestions")
@Tag(name = "ingestions", description = "Reading a family's source into a snapshot")
class IngestionController {

    private final Families families;
    private final Ingestions ingestions;

    IngestionController(Families families, Ingestions ingestions) {
        this.families = families;
        this.ingestions = ingestions;
    }

    @PostMapping
    @Operation(summary = "Read the source now, without training")
    @StartsWork
    ResponseEntity<AcceptedRun> start(@PathVariable String family, Principal principal) {
        Run run = ingestions.submit(families.current(family), principal.getName());
        return AcceptedRun.of(run);
    }
}
