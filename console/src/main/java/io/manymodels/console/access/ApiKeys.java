package io.manymodels.console.access;

import io.manymodels.access.ApiKeyHash;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Knows the API keys of the configuration. */
@Component
class ApiKeys {

    private final List<ApiKeyHash> keys;

    ApiKeys(AccessProperties properties) {
        this.keys = properties.apiKeys().stream().map(ApiKeyHash::parse).toList();
    }

    /** The holder of a key; empty for what is none of ours. */
    Optional<ConsoleUser> holder(String apiKey) {
        String key = apiKey.strip();
        return keys.stream().filter(known -> known.prefix().equals(ApiKeyHash.prefixOf(key)) && known.matches(key))
                .findFirst().map(known -> new ConsoleUser(known.prefix(), known.roles(), key));
    }
}
