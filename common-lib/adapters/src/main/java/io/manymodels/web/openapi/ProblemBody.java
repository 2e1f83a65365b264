package io.manymodels.web.openapi;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Problem details (RFC 9457) as every service writes them; for the documentation alone, Spring writes the real ones. */
@Schema(name = "ProblemDetails", description = "What is wrong, by RFC 9457")
public record ProblemBody(
        @Schema(description = "Always about:blank, which is left out", example = "about:blank") @Nullable String type,
        @Schema(description = "The status in words", example = "Unprocessable Content", requiredMode = Schema.RequiredMode.REQUIRED) String title,
        @Schema(description = "The HTTP status", example = "422", requiredMode = Schema.RequiredMode.REQUIRED) int status,
        @Schema(description = "What is wrong with this request, the value in brackets, and what may help", example = "Retrain [none] is not known. Maybe changed, failed or all", requiredMode = Schema.RequiredMode.REQUIRED) String detail,
        @Schema(description = "The path that was asked for", example = "/api/v1/families/demo/trainings") @Nullable String instance,
        @Schema(description = "Stable word for this kind of problem, for programs", example = "retrain-unknown", requiredMode = Schema.RequiredMode.REQUIRED) String code,
        @Schema(description = "Finds the request in the service's log", example = "4bf92f3577b34da6a3ce929d0e0e4736", requiredMode = Schema.RequiredMode.REQUIRED) String traceId,
        @Schema(description = "All that is wrong, where it is more than one thing") @Nullable List<Flaw> errors) {

    public ProblemBody {
        errors = errors == null ? null : List.copyOf(errors);
    }

    /** One thing that is wrong. */
    @Schema(name = "ProblemFlaw")
    public record Flaw(
            @Schema(description = "Where in the body", example = "training.metric", requiredMode = Schema.RequiredMode.REQUIRED) String path,
            @Schema(description = "What is wrong there", requiredMode = Schema.RequiredMode.REQUIRED) String message) {}
}
