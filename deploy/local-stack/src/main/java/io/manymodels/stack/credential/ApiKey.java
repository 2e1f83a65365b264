package io.manymodels.stack.credential;

import io.manymodels.access.ApiKeyHash;
import io.manymodels.access.Role;
import java.util.Set;

/** An API key {@code mm_<prefix>_<secret>} and what it allows. */
public record ApiKey(String key, Set<Role> roles) {

    static ApiKey random(Set<Role> roles) {
        return new ApiKey("mm_" + Secrets.random(8) + "_" + Secrets.random(40), roles);
    }

    /** What a service is told of the key: nothing that opens a door. */
    String hashed() {
        return ApiKeyHash.of(key, roles).entry();
    }

    @Override
    public String toString() {
        return ApiKeyHash.of(key, roles).toString();
    }
}
