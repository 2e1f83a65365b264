package io.manymodels.stack;

import io.manymodels.deployment.Service;
import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.credential.StorageKey;
import io.manymodels.stack.kafka.KafkaLogin;
import io.manymodels.stack.storage.ObjectStorage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a service is told of the world around it, as Spring properties and as environment variables: section 1 of
 * {@code docs/reference/contracts.md}.
 *
 * @param addresses where database, broker and storage are
 * @param landing folder in which users put files for ingestion
 * @param work folder for what services keep on disk while they work
 */
record ServiceProperties(Credentials credentials, StackAddresses addresses, Path landing, Path work) {

    /** What the console is told: where the services are, and whose keys open it; nothing of what lies behind them. */
    Map<String, String> ofConsole(StackPorts ports) {
        var properties = new TreeMap<String, String>();
        properties.put("server.address", "127.0.0.1");
        properties.put("manymodels.security.api-keys", credentials.hashedApiKeys());
        properties.put("manymodels.console.landing", absolute(landing));
        for (Service service : Service.values()) {
            properties.put("manymodels.platform.urls." + service.id(), ports.url(service.id()));
        }
        return properties;
    }

    Map<String, String> of(String service) {
        StorageKey key = credentials.storageKey(service);
        var properties = new TreeMap<String, String>();
        properties.put("server.address", "127.0.0.1");
        properties.put("spring.datasource.url", addresses.jdbcUrl());
        properties.put("spring.datasource.username", service);
        properties.put("spring.datasource.password", credentials.databasePassword(service));
        properties.put("spring.kafka.bootstrap-servers", addresses.bootstrapServers());
        properties.putAll(kafkaLogin(service));
        properties.put("manymodels.storage.endpoint", addresses.storageEndpoint());
        properties.put("manymodels.storage.region", ObjectStorage.REGION);
        properties.put("manymodels.storage.access-key", key.accessKey());
        properties.put("manymodels.storage.secret-key", key.secretKey());
        properties.put("manymodels.security.api-keys", credentials.hashedApiKeys());
        switch (service) {
            case "ingestion" -> {
                properties.put("manymodels.ingestion.landing", absolute(landing));
                properties.put("manymodels.ingestion.work", absolute(work.resolve(service)));
                properties.put("manymodels.ingestion.memory-limit", "1GB");
            }
            case "training", "scoring" -> properties.put("manymodels.work.concurrency", "2");
            case "realtime" -> properties.put("manymodels.realtime.cache-bytes", "256MB");
            default -> {
            }
        }
        return properties;
    }

    /** Nothing where somebody else's broker asks for no login. */
    private Map<String, String> kafkaLogin(String service) {
        var properties = new TreeMap<String, String>();
        if (!credentials.kafka().isEmpty()) {
            new KafkaLogin(service, credentials.kafkaPassword(service)).clientSettings()
                    .forEach((setting, value) -> properties.put(
                            setting.equals("security.protocol")
                                    ? "spring.kafka.security.protocol"
                                    : "spring.kafka.properties." + setting,
                            value));
        }
        return properties;
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    Map<String, String> environmentOf(String service) {
        return variables(of(service));
    }

    Map<String, String> environmentOfConsole(StackPorts ports) {
        return variables(ofConsole(ports));
    }

    private static Map<String, String> variables(Map<String, String> properties) {
        var environment = new TreeMap<String, String>();
        properties.forEach((property, value) -> environment.put(variable(property), value));
        return environment;
    }

    private static String variable(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
