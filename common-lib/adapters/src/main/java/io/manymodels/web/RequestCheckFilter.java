package io.manymodels.web;

import io.manymodels.problem.ManyModelsException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first to see a request: refuses query strings that mean nothing here, and turns what filters behind it throw into
 * problems, as {@link ProblemHandler} does for handlers.
 */
class RequestCheckFilter extends OncePerRequestFilter {

    private final ProblemWriter problems;

    RequestCheckFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            check(request.getQueryString());
            chain.doFilter(request, response);
        } catch (ManyModelsException e) {
            problems.write(request, response, e);
        } catch (InvalidParameterException _) {
            problems.write(request, response, Problems.rejected(request.getRequestURI()));
        } catch (ServletException e) {
            if (!(e.getCause() instanceof ManyModelsException problem)) {
                throw e;
            }
            problems.write(request, response, problem);
        }
    }

    /** Throws MALFORMED {@code parameter-malformed}. */
    static void check(@Nullable String query) {
        if (query == null) {
            return;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (name.isEmpty() && equals >= 0) {
                throw malformed("a parameter without a name. Maybe name=value");
            }
            if (name.chars().anyMatch(Character::isISOControl)) {
                throw malformed("a control character in the name of a parameter. Maybe %0A or another one slipped in");
            }
            // Other control characters may well stand in somebody's keys.
            if (value.indexOf(0) >= 0) {
                throw malformed("the NUL character in parameter [%s]. Maybe leave %%00 away".formatted(name));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed("[%s], which is no percent-encoding. Maybe write %% as %%25".formatted(text));
        }
    }

    private static ManyModelsException malformed(String what) {
        return ManyModelsException.malformed("parameter-malformed", "The query string has " + what);
    }
}
