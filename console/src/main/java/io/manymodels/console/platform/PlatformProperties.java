package io.manymodels.console.platform;

import io.manymodels.deployment.Service;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are.
 *
 * @param urls by the service's id; those left out are at their usual ports on this machine
 * @param patience how long a page waits for one answer
 */
@ConfigurationProperties(prefix = "manymodels.platform", ignoreUnknownFields = false)
record PlatformProperties(@DefaultValue Map<String, URI> urls, @DefaultValue("8s") Duration patience) {

    PlatformProperties {
        urls = Map.copyOf(urls);
        urls.keySet().forEach(Service::of);
    }

    Map<Service, URI> byService() {
        Map<Service, URI> found = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            found.put(service, urls.getOrDefault(service.id(), URI.create("http://127.0.0.1:" + service.usualPort())));
        }
        return found;
    }
}
