package io.manymodels.stack;

import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.credential.StorageKey;
import io.manymodels.stack.storage.ObjectStorage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a service is told of the world around it, as Spring properties and as environment variables: section 1 of
 * {@code docs/reference/contracts.md}.
 *
 * @param jdbcUrl URL of database {@code manymodels}
 * @param bootstrapServers Kafka
 * @param storageEndpoint S3
 * @param landing folder in which users put files for ingestion
 */
record ServiceProperties(Credentials credentials, String jdbcUrl, String bootstrapServers, String storageEndpoint,
        Path landing) {

    Map<String, String> of(String service) {
        StorageKey key = credentials.storageKey(service);
        var properties = new TreeMap<String, String>();
        properties.put("server.address", "127.0.0.1");
        properties.put("spring.datasource.url", jdbcUrl);
        properties.put("spring.datasource.username", service);
        properties.put("spring.datasource.password", credentials.databasePassword(service));
        properties.put("spring.kafka.bootstrap-servers", bootstrapServers);
        properties.put("manymodels.storage.endpoint", storageEndpoint);
        properties.put("manymodels.storage.region", ObjectStorage.REGION);
        properties.put("manymodels.storage.access-key", key.accessKey());
        properties.put("manymodels.storage.secret-key", key.secretKey());
        properties.put("manymodels.security.api-keys", credentials.hashedApiKeys());
        switch (service) {
            case "ingestion" -> {
                properties.put("manymodels.ingestion.landing", landing.toAbsolutePath().normalize().toString());
                properties.put("manymodels.ingestion.memory-limit", "1GB");
            }
            case "training", "scoring" -> properties.put("manymodels.work.concurrency", "2");
            case "realtime" -> properties.put("manymodels.realtime.cache-bytes", "256MB");
            default -> {
            }
        }
        return properties;
    }

    Map<String, String> environmentOf(String service) {
        var environment = new TreeMap<String, String>();
        of(service).forEach((property, value) -> environment.put(variable(property), value));
        return environment;
    }

    private static String variable(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
