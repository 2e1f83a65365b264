package io.manymodels.web;

import java.util.Set;

import org.springframework.http.HttpMethod;

/**
 * Who may call what, where it differs from the defaults (reads: viewer, operator, approver; everything else: operator).
 * Declare one as a bean; rules come before the defaults.
 *
 * @param pattern a path pattern, for example {@code /api/v1/families/*}{@code /rollbacks}
 */
public record AccessRule(HttpMethod method, String pattern, Set<Role> roles) {

    public AccessRule {
        roles = Set.copyOf(roles);
    }
}
