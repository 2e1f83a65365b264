package io.manymodels.console.access;

import io.manymodels.console.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets programs in by their key, for one request: the command line asks for links and reports. */
class BearerFilter extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";

    private final ApiKeys keys;
    private final ProblemWriter problems;

    BearerFilter(ApiKeys keys, ProblemWriter problems) {
        this.keys = keys;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            Optional<ConsoleUser> holder = header.startsWith(BEARER)
                    ? keys.holder(header.substring(BEARER.length()))
                    : Optional.empty();
            if (holder.isEmpty()) {
                problems.write(response, HttpStatus.UNAUTHORIZED, "api-key-unknown",
                        "The API key is not known here. Maybe it is of another platform: ./manymodels env");
                return;
            }
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(authenticated(holder.get()));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    static UsernamePasswordAuthenticationToken authenticated(ConsoleUser user) {
        return UsernamePasswordAuthenticationToken.authenticated(user, null, user.roles().stream()
                .map(role -> new SimpleGrantedAuthority(
                        "ROLE_" + role.name()))
                .toList());
    }
}
