package io.manymodels.work.lineage;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The lineage server, as OpenLineage's own variables name it: {@code OPENLINEAGE_URL} and so on.
 *
 * @param url its root; null or empty tells nobody
 * @param endpoint below the root
 * @param apiKey sent as a bearer token; null or empty for none
 * @param namespace of the jobs
 * @param timeout of one event
 */
@ConfigurationProperties(prefix = "manymodels.lineage", ignoreUnknownFields = false)
public record LineageProperties(@Nullable String url, @DefaultValue("api/v1/lineage") String endpoint,
        @Nullable String apiKey, @DefaultValue("many-models") String namespace,
        @DefaultValue("3s") Duration timeout) {

    public LineageProperties {
        if (url != null && !url.isBlank() && !url.matches("https?://.+")) {
            throw new IllegalArgumentException(
                    "manymodels.lineage.url [%s] is no address. Maybe http://marquez:5000".formatted(url));
        }
    }

    boolean isOn() {
        return url != null && !url.isBlank();
    }

    boolean hasKey() {
        return apiKey != null && !apiKey.isBlank();
    }

    URI target() {
        return URI.create((url + "/" + endpoint).replaceAll("(?<!:)/{2,}", "/"));
    }

    @Override
    public String toString() {
        return "LineageProperties[url=%s, endpoint=%s, namespace=%s]".formatted(url, endpoint, namespace);
    }
}
