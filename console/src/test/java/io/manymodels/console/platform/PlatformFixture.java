package io.manymodels.console.platform;

import io.manymodels.deployment.Service;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** A platform of the tests. */
public final class PlatformFixture {

    private PlatformFixture() {}

    /** All of whose services are at one address. */
    static Platform at(URI address, Duration patience) {
        Map<String, URI> urls = Arrays.stream(Service.values())
                .collect(Collectors.toMap(Service::id, _ -> address));
        return new Platform(new PlatformProperties(urls, patience), JsonMapper.shared());
    }

    /** None of whose services answers: port 1 is never one of ours. */
    public static Platform away() {
        return at(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(1));
    }
}
