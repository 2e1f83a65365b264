package io.manymodels.console.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** What nobody answered otherwise: no such page, a form without its token, a fault of our own. */
@Controller
class ErrorPages implements ErrorController {

    private final ProblemWriter problems;

    ErrorPages(ProblemWriter problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    @Nullable
    String error(HttpServletRequest request, HttpServletResponse response, Model model) throws IOException {
        HttpStatus status = status(request);
        if (ProblemWriter.isProgram(request)) {
            problems.write(response, status, status.is5xxServerError() ? "internal-error" : "request-refused",
                    status.is5xxServerError()
                            ? "The console failed. Maybe its log says why: ./manymodels logs console"
                            : "%s. Maybe the address or the method is another one".formatted(status.getReasonPhrase()));
            return null;
        }
        response.setStatus(status.value());
        model.addAttribute("status", status.value());
        return "error";
    }

    private static HttpStatus status(HttpServletRequest request) {
        HttpStatus known = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatus.resolve(code)
                : null;
        return known == null ? HttpStatus.NOT_FOUND : known;
    }
}
