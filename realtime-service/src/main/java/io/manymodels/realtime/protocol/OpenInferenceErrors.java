package io.manymodels.realtime.protocol;

import io.manymodels.web.ErrorShape;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Errors of the Open Inference Protocol are {@code {"error"}} in plain JSON without a character set. */
@Component
class OpenInferenceErrors implements ErrorShape {

    @Override
    public boolean covers(String path) {
        return path.equals("/v2") || path.startsWith("/v2/");
    }

    /** The protocol knows one status for everything that is wrong with a request. */
    @Override
    public HttpStatusCode status(HttpStatusCode status) {
        return status.value() == HttpStatus.UNPROCESSABLE_CONTENT.value() ? HttpStatus.BAD_REQUEST : status;
    }

    @Override
    public MediaType contentType() {
        return MediaType.APPLICATION_JSON;
    }

    @Override
    public Object body(ProblemDetail problem) {
        return new OpenInferenceError(
                Objects.requireNonNullElse(problem.getDetail(), String.valueOf(problem.getTitle())));
    }

    @Override
    public Class<?> bodyType() {
        return OpenInferenceError.class;
    }

    /** The whole body. */
    record OpenInferenceError(
            @Schema(description = "What is wrong", requiredMode = Schema.RequiredMode.REQUIRED) String error) {}
}
