package io.manymodels.stack;

import io.manymodels.stack.postgres.PostgresServer;
import java.util.Map;

/** Where database, broker and storage are: our own, or somebody else's that the environment names. */
record StackAddresses(String jdbcUrl, String bootstrapServers, String storageEndpoint) {

    static StackAddresses of(StackPorts ports, boolean external, Map<String, String> environment) {
        Map<String, String> given = external ? environment : Map.of();
        return new StackAddresses(
                given.getOrDefault("SPRING_DATASOURCE_URL",
                        "jdbc:postgresql://127.0.0.1:" + ports.of("postgres") + "/" + PostgresServer.DATABASE),
                given.getOrDefault("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.of("kafka")),
                given.getOrDefault("MANYMODELS_STORAGE_ENDPOINT", ports.url("storage")));
    }
}
