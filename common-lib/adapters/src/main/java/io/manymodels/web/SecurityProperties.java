package io.manymodels.web;

import io.manymodels.access.ApiKeyHash;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call this service.
 *
 * @param apiKeys entries {@code prefix:ROLE+ROLE:sha256hex}; without any, every call is refused
 * @param openMetrics whether {@code /actuator/prometheus} answers callers on this machine without a key. Behind a proxy
 *     on this machine everybody is one of those: switch it off there, and give Prometheus a viewer's key
 */
@ConfigurationProperties(prefix = "manymodels.security", ignoreUnknownFields = false)
record SecurityProperties(@DefaultValue List<String> apiKeys, @DefaultValue("true") boolean openMetrics) {

    SecurityProperties {
        apiKeys = apiKeys.stream().filter(entry -> !entry.isBlank()).toList();
        apiKeys.forEach(ApiKeyHash::parse);
    }

    @Override
    public String toString() {
        return "SecurityProperties[%d API keys]".formatted(apiKeys.size());
    }
}
