package io.manymodels.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What requests may bring.
 *
 * @param largestBody bytes of a request's body, as sent and as decoded
 * @param bodies bytes of the bodies that all requests together hold at a time
 */
@ConfigurationProperties(prefix = "manymodels.web", ignoreUnknownFields = false)
record WebProperties(@DefaultValue("8MB") DataSize largestBody, @DefaultValue("24MB") DataSize bodies) {

    WebProperties {
        if (largestBody.toBytes() < 1024) {
            throw new IllegalArgumentException(
                    "manymodels.web.largest-body [%s] is out of range. Maybe 8MB".formatted(largestBody));
        }
        if (bodies.compareTo(largestBody) < 0) {
            throw new IllegalArgumentException(
                    "manymodels.web.bodies [%s] is less than manymodels.web.largest-body [%s]. Maybe three times that"
                            .formatted(bodies, largestBody));
        }
    }
}
