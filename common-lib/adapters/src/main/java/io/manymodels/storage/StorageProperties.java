package io.manymodels.storage;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the object storage is and who this service is there.
 *
 * @param endpoint an http or https URL
 * @param region the region to sign for
 * @param accessKey the service's own access key
 * @param secretKey its secret
 */
@ConfigurationProperties(prefix = "manymodels.storage", ignoreUnknownFields = false)
record StorageProperties(@Nullable URI endpoint, @DefaultValue("us-east-1") String region, @Nullable String accessKey,
        @Nullable String secretKey) {

    StorageProperties {
        require(endpoint, "manymodels.storage.endpoint", "http://127.0.0.1:9000");
        require(accessKey, "manymodels.storage.access-key", "the access key of this service");
        require(secretKey, "manymodels.storage.secret-key", "the secret key of this service");
    }

    private static void require(@Nullable Object value, String path, String example) {
        if (value == null || value.toString().isBlank()) {
            throw new IllegalArgumentException("%s is missing. Maybe %s".formatted(path, example));
        }
    }

    @Override
    public String toString() {
        return "StorageProperties[endpoint=%s, region=%s, accessKey=%s]".formatted(endpoint, region, accessKey);
    }
}
