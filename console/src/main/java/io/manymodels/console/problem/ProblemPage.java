package io.manymodels.console.problem;

import io.manymodels.problem.ManyModelsException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Says what a service refused, when it was what the request is about. */
@Component
class ProblemPage implements HandlerExceptionResolver, Ordered {

    private final ProblemWriter problems;

    ProblemPage(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
            @Nullable Object handler, Exception failure) {
        if (!(failure instanceof ManyModelsException problem)) {
            return null;
        }
        HttpStatus status = HttpStatus.valueOf(problem.kind().status());
        String message = String.valueOf(problem.getMessage());
        return ProblemWriter.isProgram(request)
                ? written(response, status, problem.code(), message)
                : page(status, problem, message);
    }

    /** An empty view says that the answer is complete. */
    private ModelAndView written(HttpServletResponse response, HttpStatus status, String code, String message) {
        try {
            problems.write(response, status, code, message);
        } catch (IOException e) {
            throw new UncheckedIOException("The reader has gone", e);
        }
        return new ModelAndView();
    }

    private static ModelAndView page(HttpStatus status, ManyModelsException problem, String message) {
        ModelAndView page = new ModelAndView("problem");
        page.setStatus(status);
        page.addObject("message", message);
        page.addObject("code", problem.code());
        page.addObject("details", problem.details());
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        page.addObject("user", authentication == null || authentication instanceof AnonymousAuthenticationToken
                ? null
                : authentication.getPrincipal());
        return page;
    }
}
