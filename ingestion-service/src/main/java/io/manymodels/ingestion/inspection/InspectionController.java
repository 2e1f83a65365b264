package io.manymodels.ingestion.inspection;

import io.manymodels.ingestion.family.SpecDoor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/families")
@Tag(name = "inspections", description = "What an ingestion would do; nothing is stored. Bodies are YAML or JSON specs")
class InspectionController {

    private final SpecDoor specs;
    private final Inspections inspections;

    InspectionController(SpecDoor specs, Inspections inspections) {
        this.specs = specs;
        this.inspections = inspections;
    }

    @PostMapping("/inspections")
    @Operation(summary = "Look at a spec and the beginning of its source: columns, keys, times, dirt, and everything wrong")
    Inspection inspect(InputStream body) throws IOException {
        return inspections.inspect(specs.read(body));
    }

    /** @param spec YAML */
    record Draft(String spec) {}

    @PostMapping("/drafts")
    @Operation(summary = "Guess a first spec for files of the landing folder; nothing is stored")
    Draft draft(@RequestParam String files) throws IOException {
        return new Draft(inspections.draft(files));
    }
}
