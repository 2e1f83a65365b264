package io.manymodels.ingestion.family;

import io.manymodels.access.Role;
import io.manymodels.family.FamilySpec;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.web.Cursor;
import io.manymodels.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/families")
@Tag(name = "families", description = "Family specs and their versions; bodies are YAML or JSON")
class FamilyController {

    private static final String APPROVER = Role.APPROVER.name();

    private final Families families;
    private final FamilyStoreRepository store;
    private final SpecDoor specs;
    private final Clock clock;

    FamilyController(Families families, FamilyStoreRepository store, SpecDoor specs, Clock clock) {
        this.families = families;
        this.store = store;
        this.specs = specs;
        this.clock = clock;
    }

    @PostMapping
    @Operation(summary = "Create a family; a wrong spec is refused with everything that is wrong with it", requestBody = @RequestBody(required = true, description = "A family spec", content = {
            @Content(mediaType = "application/json", schema = @Schema(type = "object")),
            @Content(mediaType = "application/yaml", schema = @Schema(type = "string"))}))
    @ApiResponse(responseCode = "201", description = "Created", useReturnTypeSchema = true, headers = @Header(name = "Location", required = true, description = "Path of the family", schema = @Schema(type = "string", format = "uri-reference")))
    ResponseEntity<FamilyView> create(InputStream body, HttpServletRequest request) throws IOException {
        FamilyView view = FamilyView.of(families.create(spec(body), isApprover(request)), clock.instant());
        return ResponseEntity.created(URI.create("/api/v1/families/" + view.family())).body(view);
    }

    @PutMapping("/{family}")
    @Operation(summary = "Store a new version of a family, unless nothing changed; a change of promotion needs an approver", requestBody = @RequestBody(required = true, description = "A family spec", content = {
            @Content(mediaType = "application/json", schema = @Schema(type = "object")),
            @Content(mediaType = "application/yaml", schema = @Schema(type = "string"))}))
    FamilyView replace(@PathVariable String family, InputStream body, HttpServletRequest request)
            throws IOException {
        FamilySpec spec = spec(body);
        if (!spec.family().equals(family)) {
            throw ManyModelsException.invalid("family-name",
                    "family: [%s] is not the family [%s] of the path. Maybe POST /api/v1/families".formatted(
                            spec.family(), family));
        }
        return FamilyView.of(families.replace(spec, isApprover(request)), clock.instant());
    }

    @GetMapping("/{family}")
    @Operation(summary = "The current version of a family")
    FamilyView get(@PathVariable String family) {
        return FamilyView.of(families.current(family), clock.instant());
    }

    @GetMapping
    @Operation(summary = "The families, by name")
    Page<FamilyView> list(@RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        List<String> after = Cursor.decode(cursor, 1);
        return Page.of(store.list(after.isEmpty() ? null : after.getFirst(), Page.checkedLimit(limit) + 1,
                clock.instant()), limit, view -> Cursor.encode(view.family()));
    }

    @GetMapping("/{family}/versions")
    @Operation(summary = "Every version of a family, newest first")
    Page<FamilyView> versions(@PathVariable String family, @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        families.current(family);
        List<String> after = Cursor.decode(cursor, 1);
        return Page.of(store.versions(family, after.isEmpty() ? null : Cursor.integer(after.getFirst()),
                Page.checkedLimit(limit) + 1), limit, view -> Cursor.encode(view.version()));
    }

    @DeleteMapping("/{family}")
    @Operation(summary = "Delete a family; the answer says what of it stays")
    DeletedFamily delete(@PathVariable String family) {
        return families.delete(family);
    }

    private static boolean isApprover(HttpServletRequest request) {
        return request.isUserInRole(APPROVER);
    }

    private FamilySpec spec(InputStream body) throws IOException {
        return specs.read(body).orThrow();
    }
}
