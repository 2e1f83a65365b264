package io.manymodels.realtime.protocol;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.predict.Predictor;
import io.manymodels.realtime.predict.PredictorAnswers;
import io.manymodels.realtime.release.ServedFamilies;
import io.manymodels.realtime.release.ServedFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Inference and metadata by the Open Inference Protocol. */
@RestController
@RequestMapping(path = "/v2/models", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "open-inference", description = "Open Inference Protocol v2")
class InferenceController {

    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private final ServedFamilies families;
    private final Predictor predictor;
    private final InferenceStatistics statistics;
    private final JsonMapper json;

    InferenceController(ServedFamilies families, Predictor predictor, InferenceStatistics statistics,
            JsonMapper json) {
        this.families = families;
        this.predictor = predictor;
        this.statistics = statistics;
        this.json = json;
    }

    @GetMapping({"/{model}", "/{model}/versions/{version}"})
    @Operation(summary = "Inputs and outputs of a family as a model")
    RouterModel.Metadata metadata(@PathVariable String model,
            @PathVariable(required = false) @Nullable String version) {
        return RouterModel.metadata(served(model, version));
    }

    @GetMapping({"/{model}/ready", "/{model}/versions/{version}/ready"})
    @Operation(summary = "Whether a family can be asked")
    Map<String, Object> ready(@PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        return Map.of("name", served(model, version).spec().family(), "ready", true);
    }

    /** Reads the raw body, because clients send JSON without a content type, or with tensors behind it. */
    @PostMapping({"/{model}/infer", "/{model}/versions/{version}/infer"})
    @Operation(summary = "Predict tensors of rows", requestBody = @RequestBody(required = true, description = "JSON, and raw tensors behind it where its inputs announce them", content = {
            @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")),
            @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(type = "string", format = "binary"))}))
    @ApiResponse(responseCode = "200", description = "JSON, and raw tensors behind it where they are asked for", content = {
            @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = InferenceResponse.class)),
            @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(type = "string", format = "binary"))})
    ResponseEntity<Object> infer(@PathVariable String model, @PathVariable(required = false) @Nullable String version,
            @RequestHeader(name = JSON_LENGTH, required = false) @Nullable Integer jsonLength,
            InputStream body) throws IOException {
        ServedFamily family = served(model, version);
        long start = System.nanoTime();
        try {
            InferenceRequest request = InferenceReader.read(family, body.readAllBytes(), jsonLength == null
                    ? -1
                    : jsonLength, predictor.largestRequest());
            PredictorAnswers answers = predictor.predict(family, request.rows(), false);
            InferenceResponse response = InferenceResponse.of(request, answers);
            statistics.succeeded(model, answers.answers().size(), System.nanoTime() - start);
            return answer(request, response);
        } catch (ManyModelsException e) {
            statistics.failed(model);
            throw e;
        }
    }

    /** JSON, and behind it the tensors that are wanted raw. */
    private ResponseEntity<Object> answer(InferenceRequest request, InferenceResponse response) {
        List<Output> outputs = new ArrayList<>();
        ByteArrayOutputStream tensors = new ByteArrayOutputStream();
        for (Output output : response.outputs()) {
            if (!request.wantsRaw(output.name())) {
                outputs.add(output);
                continue;
            }
            byte[] raw = output.raw();
            tensors.writeBytes(raw);
            outputs.add(output.announced(raw.length));
        }
        if (tensors.size() == 0) {
            return ResponseEntity.ok(response);
        }
        byte[] head = json.writeValueAsBytes(new InferenceResponse(response.modelName(), response.modelVersion(),
                response.id(), outputs));
        ByteArrayOutputStream body = new ByteArrayOutputStream(head.length + tensors.size());
        body.writeBytes(head);
        body.writeBytes(tensors.toByteArray());
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(JSON_LENGTH, String.valueOf(head.length)).body(body.toByteArray());
    }

    @GetMapping("/stats")
    @Operation(summary = "Requests and times of every family that was asked")
    Map<String, Object> allStatistics() {
        return Map.of("model_stats", families.known().entrySet().stream()
                .map(known -> statistics.of(known.getKey(), RouterModel.version(known.getValue()))).toList());
    }

    @GetMapping({"/{model}/stats", "/{model}/versions/{version}/stats"})
    @Operation(summary = "Requests and times of a family")
    Map<String, Object> statistics(@PathVariable String model,
            @PathVariable(required = false) @Nullable String version) {
        return Map.of("model_stats",
                List.of(statistics.of(model, RouterModel.version(served(model, version)))));
    }

    /** A family by its current release. Another release is not served, so its version is not found. */
    private ServedFamily served(String model, @Nullable String version) {
        ServedFamily family = families.get(model);
        if (version != null && !version.equals("latest") && !version.equals(RouterModel.version(family))) {
            throw ManyModelsException.notFound("version-unknown",
                    "Model [%s] has no version [%s]: it serves release [%s]. Maybe version latest".formatted(model,
                            version, RouterModel.version(family)));
        }
        return family;
    }
}
