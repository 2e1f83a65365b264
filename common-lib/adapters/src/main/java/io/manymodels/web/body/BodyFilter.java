package io.manymodels.web.body;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds the bodies of requests before anybody reads them, whoever sends them. */
public class BodyFilter extends OncePerRequestFilter {

    private final long largest;
    private final BodyBudget budget;

    public BodyFilter(long largest, BodyBudget budget) {
        this.largest = largest;
        this.budget = budget;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > largest) {
            throw BoundedRequest.tooLarge(largest);
        }
        try (BodyBudget.Grant grant = budget.open()) {
            chain.doFilter(new BoundedRequest(request, largest, grant), response);
        }
    }
}
