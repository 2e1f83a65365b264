package io.manymodels.console.access;

import io.manymodels.access.ApiKeyHash;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose keys open the console: the same as the services are told.
 *
 * @param apiKeys entries {@code prefix:ROLE+ROLE:sha256hex}; without any, nobody can sign in
 */
@ConfigurationProperties(prefix = "manymodels.security", ignoreUnknownFields = false)
record AccessProperties(@DefaultValue List<String> apiKeys) {

    AccessProperties {
        apiKeys = apiKeys.stream().filter(entry -> !entry.isBlank()).toList();
        apiKeys.forEach(ApiKeyHash::parse);
    }

    @Override
    public String toString() {
        return "AccessProperties[%d API keys]".formatted(apiKeys.size());
    }
}
