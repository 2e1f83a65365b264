package io.manymodels.web;

import io.manymodels.web.openapi.ProblemBody;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/**
 * How a part of a service's paths says that something went wrong. Everything says it in problem details (RFC 9457), unless
 * a bean of this type covers its path: protocols of others have error bodies of their own.
 */
public interface ErrorShape {

    /** @param path of the request, without query */
    boolean covers(String path);

    /** The status by which this protocol says the same. */
    HttpStatusCode status(HttpStatusCode status);

    MediaType contentType();

    /** What is written as JSON. */
    Object body(ProblemDetail problem);

    /** What the documentation says of the body: a record with its properties. */
    Class<?> bodyType();

    /** RFC 9457 itself. */
    ErrorShape PROBLEM_DETAILS = new ErrorShape() {
        @Override
        public boolean covers(String path) {
            return true;
        }

        @Override
        public HttpStatusCode status(HttpStatusCode status) {
            return status;
        }

        @Override
        public MediaType contentType() {
            return MediaType.APPLICATION_PROBLEM_JSON;
        }

        @Override
        public Object body(ProblemDetail problem) {
            return problem;
        }

        @Override
        public Class<?> bodyType() {
            return ProblemBody.class;
        }
    };
}
