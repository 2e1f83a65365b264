package io.manymodels.stack.credential;

import java.util.Set;
import java.util.stream.Collectors;

/** An API key {@code mm_<prefix>_<secret>} and what it allows. */
public record ApiKey(String key, Set<Role> roles) {

    static ApiKey random(Set<Role> roles) {
        return new ApiKey("mm_" + Secrets.random(8) + "_" + Secrets.random(40), roles);
    }

    /** What a service is told of the key: {@code prefix:ROLE+ROLE:sha256hex}, nothing that opens a door. */
    String hashed() {
        String names = roles.stream().sorted().map(Role::name).collect(Collectors.joining("+"));
        return key.split("_")[1] + ":" + names + ":" + Secrets.sha256(key);
    }

    @Override
    public String toString() {
        return "ApiKey[" + key.split("_")[1] + ", " + roles + "]";
    }
}
