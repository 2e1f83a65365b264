package io.manymodels.console.access;

import io.manymodels.access.Role;
import java.io.Serial;
import java.io.Serializable;
import java.util.Set;

/**
 * Who is signed in.
 *
 * @param prefix of the API key, by which the services know its holder
 * @param apiKey the key itself: the services are asked with it
 */
public record ConsoleUser(String prefix, Set<Role> roles, String apiKey) implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public ConsoleUser {
        roles = Set.copyOf(roles);
    }

    /** Whether the holder starts and cancels runs. */
    public boolean isOperator() {
        return roles.contains(Role.OPERATOR);
    }

    /** Whether the holder promotes, approves and rolls back. */
    public boolean isApprover() {
        return roles.contains(Role.APPROVER);
    }

    /** Whether the holder asks realtime. */
    public boolean isPredictor() {
        return roles.contains(Role.PREDICTOR) || roles.contains(Role.OPERATOR);
    }

    @Override
    public String toString() {
        return "ConsoleUser[prefix=%s, roles=%s]".formatted(prefix, roles);
    }
}
