package io.manymodels.console.page;

import io.manymodels.problem.ManyModelsException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** The page that says what a service refused, when it was what the page is about. */
@Component
class ProblemPage implements HandlerExceptionResolver, Ordered {

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
        HttpStatus status = switch (problem.kind()) {
            case MALFORMED -> HttpStatus.BAD_REQUEST;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case UNSUPPORTED -> HttpStatus.NOT_IMPLEMENTED;
        };
        ModelAndView page = new ModelAndView("problem");
        page.setStatus(status);
        page.addObject("message", problem.getMessage());
        page.addObject("code", problem.code());
        page.addObject("details", problem.details());
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        page.addObject("user", authentication == null ? null : authentication.getPrincipal());
        return page;
    }
}
