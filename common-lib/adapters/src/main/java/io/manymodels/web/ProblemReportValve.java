package io.manymodels.web;

import java.io.IOException;
import java.io.Writer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** What Tomcat refuses before any filter sees it, such as a request line that is none, is a problem like all others. */
final class ProblemReportValve extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

    private final ProblemWriter problems;

    ProblemReportValve(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        AtomicBoolean allowed = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
        if (!allowed.get()) {
            return;
        }
        String path = Objects.requireNonNullElse(request.getRequestURI(), "/");
        ErrorShape shape = problems.shape(path);
        ProblemDetail problem = status == 400
                ? Problems.rejected(path)
                : Problems.of(HttpStatusCode.valueOf(status), "The request was refused", path);
        response.setContentType(shape.contentType().toString());
        try {
            // The reporter leaves the content type alone; the texts are ASCII.
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(problems.text(shape, problem));
                response.finishResponse();
            }
        } catch (IOException e) {
            LOG.debug("The caller of {} was gone before it heard of its problem", path, e);
        }
    }
}
