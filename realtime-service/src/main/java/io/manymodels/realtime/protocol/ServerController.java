package io.manymodels.realtime.protocol;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.release.ServedFamilies;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The server itself, by the Open Inference Protocol: metadata, health, repository. */
@RestController
@RequestMapping(path = "/v2", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "open-inference", description = "Open Inference Protocol v2")
class ServerController {

    private static final String READINESS = "readiness";

    private final ServedFamilies families;
    private final HealthEndpoint health;

    record IndexEntry(String name, String version, String state, String reason) {}

    ServerController(ServedFamilies families, HealthEndpoint health) {
        this.families = families;
        this.health = health;
    }

    @GetMapping({"", "/"})
    @Operation(summary = "Name, version and extensions of the server")
    Map<String, Object> metadata() {
        String version = ServerController.class.getPackage().getImplementationVersion();
        return Map.of("name", RouterModel.PLATFORM, "version", version == null ? "development" : version, "extensions",
                List.of("binary_tensor_data", "model_repository", "statistics"));
    }

    @GetMapping("/health/live")
    @Operation(summary = "Whether the server runs")
    Map<String, Object> live() {
        return Map.of("live", true);
    }

    /** Ready means able to load models, not that all are loaded. */
    @GetMapping("/health/ready")
    @Operation(summary = "Whether the server can load models")
    ResponseEntity<Map<String, Object>> ready() {
        HealthDescriptor readiness = health.healthForPath(READINESS);
        boolean ready = readiness != null && Status.UP.equals(readiness.getStatus());
        var answer = ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
        if (!ready) {
            answer.header(HttpHeaders.RETRY_AFTER, "2");
        }
        return answer.body(Map.of("live", true, "ready", ready));
    }

    /** The families that have been asked for since the start. The body may be empty, or ask for what is ready. */
    @PostMapping("/repository/index")
    @Operation(summary = "Families that have been asked for since the start")
    List<IndexEntry> index() {
        return families.known().entrySet().stream()
                .map(known -> new IndexEntry(known.getKey(), RouterModel.version(known.getValue()), "READY", ""))
                .toList();
    }

    @PostMapping("/repository/models/{model}/load")
    @Operation(summary = "Look a family up")
    Map<String, Object> load(@PathVariable String model) {
        families.get(model);
        return Map.of();
    }

    @PostMapping("/repository/models/{model}/unload")
    @Operation(summary = "Not supported: the cache is bounded")
    @ApiResponse(responseCode = "501", description = "Always", content = @Content(schema = @Schema(implementation = OpenInferenceErrors.OpenInferenceError.class)))
    Map<String, Object> unload(@PathVariable String model) {
        throw new ManyModelsException(ManyModelsException.Kind.UNSUPPORTED, "unload-unsupported",
                "Model [%s] is not unloaded by hand: its cache is bounded. Maybe lower manymodels.realtime.cache-bytes"
                        .formatted(model));
    }
}
