package io.manymodels.console.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets programs in by their key, for one request: the command line asks for links and reports. */
class BearerFilter extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";

    private final ApiKeys keys;

    BearerFilter(ApiKeys keys) {
        this.keys = keys;
    }

    /** Whether the request brings a key: no page of another site can make a browser do that. */
    static boolean isBearer(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
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
                response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
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
                .map(role -> new org.springframework.security.core.authority.SimpleGrantedAuthority(
                        "ROLE_" + role.name()))
                .toList());
    }
}
