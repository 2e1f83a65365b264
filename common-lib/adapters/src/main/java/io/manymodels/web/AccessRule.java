package io.manymodels.web;

import io.manymodels.access.Role;
import java.util.Set;

import org.springframework.http.HttpMethod;

/**
 * Who may call what, where it differs from the defaults (reads: viewer, operator, approver; everything else: operator).
 * Declare one as a bean; rules come before the defaults, in the order of their {@code @Order}. A rule for GET is one for HEAD too.
 *
 * @param pattern a path pattern, for example {@code /api/v1/families/*}{@code /rollbacks}
 * @param roles any of which is enough; empty: everybody, even without a key
 */
public record AccessRule(HttpMethod method, String pattern, Set<Role> roles) {

    public AccessRule {
        roles = Set.copyOf(roles);
    }
}
