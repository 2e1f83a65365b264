package io.manymodels.storage;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the object storage is, who this service is there, and for how long it waits.
 *
 * @param endpoint an http or https URL
 * @param region the region to sign for
 * @param accessKey the service's own access key
 * @param secretKey its secret
 * @param connectTimeout until a connection stands
 * @param silence for how long the storage may neither send nor take a byte
 * @param callTimeout for the whole of a call that moves few bytes: a range, a size, a page of a listing
 * @param copyTimeout for a call in which the storage itself moves bytes: a copy, the end of an upload in parts
 * @param attempts how often a call is tried, at least once
 */
@ConfigurationProperties(prefix = "manymodels.storage", ignoreUnknownFields = false)
record StorageProperties(@Nullable URI endpoint, @DefaultValue("us-east-1") String region, @Nullable String accessKey,
        @Nullable String secretKey, @DefaultValue("3s") Duration connectTimeout, @DefaultValue("20s") Duration silence,
        @DefaultValue("30s") Duration callTimeout, @DefaultValue("5m") Duration copyTimeout,
        @DefaultValue("4") int attempts) {

    StorageProperties {
        require(endpoint, "manymodels.storage.endpoint", "http://127.0.0.1:9000");
        require(accessKey, "manymodels.storage.access-key", "the access key of this service");
        require(secretKey, "manymodels.storage.secret-key", "the secret key of this service");
        positive(connectTimeout, "manymodels.storage.connect-timeout", "3s");
        positive(silence, "manymodels.storage.silence", "20s");
        positive(callTimeout, "manymodels.storage.call-timeout", "30s");
        positive(copyTimeout, "manymodels.storage.copy-timeout", "5m");
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "manymodels.storage.attempts [%d] is out of range. Maybe 4".formatted(attempts));
        }
    }

    private static void require(@Nullable Object value, String path, String example) {
        if (value == null || value.toString().isBlank()) {
            throw new IllegalArgumentException("%s is missing. Maybe %s".formatted(path, example));
        }
    }

    private static void positive(Duration value, String path, String example) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("%s [%s] is out of range. Maybe %s".formatted(path, value, example));
        }
    }

    @Override
    public String toString() {
        return "StorageProperties[endpoint=%s, region=%s, accessKey=%s, attempts=%d]".formatted(endpoint, region,
                accessKey, attempts);
    }
}
