package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.ApiKeyHash;
import io.manymodels.access.Role;
import io.manymodels.deployment.Service;
import io.manymodels.stack.credential.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServicePropertiesTest {

    @TempDir
    Path folder;

    private Credentials credentials;
    private ServiceProperties properties;

    @BeforeEach
    void make() throws Exception {
        credentials = Credentials.loadOrCreate(folder.resolve("credentials.json"));
        properties = new ServiceProperties(credentials,
                StackAddresses.of(StackPorts.from(Map.of()), false, Map.of("SPRING_DATASOURCE_URL", "jdbc:other")),
                Path.of("landing"), folder.resolve("work"));
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void aServiceIsToldOfItsOwnCredentialsAlone(Service service) {
        Map<String, String> told = properties.of(service.id());
        Set<String> others = new HashSet<>(credentials.database().values());
        others.addAll(credentials.kafka().values());
        credentials.storage().values().forEach(key -> others.add(key.secretKey()));
        others.removeAll(List.of(credentials.databasePassword(service.id()), credentials.kafkaPassword(service.id()),
                credentials.storageKey(service.id()).secretKey()));

        assertThat(told).containsEntry("spring.datasource.url", "jdbc:postgresql://127.0.0.1:15432/manymodels")
                .containsEntry("spring.datasource.username", service.id())
                .containsEntry("spring.datasource.password", credentials.databasePassword(service.id()))
                .containsEntry("spring.kafka.bootstrap-servers", "127.0.0.1:19092")
                .containsEntry("spring.kafka.security.protocol", "SASL_PLAINTEXT")
                .containsEntry("manymodels.storage.endpoint", "http://127.0.0.1:19000")
                .containsEntry("manymodels.storage.secret-key", credentials.storageKey(service.id()).secretKey())
                .containsEntry("server.address", "127.0.0.1");
        assertThat(told.values()).allSatisfy(value -> assertThat(others).noneMatch(value::contains));
    }

    /** Of API keys a service is told their hashes: with them it knows a key, and nobody can make one. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void aServiceKnowsAKeyOfEachRoleAndCannotMakeOne(Role role) {
        String told = Objects.requireNonNull(properties.of("training").get("manymodels.security.api-keys"));
        String key = credentials.apiKey(role);

        assertThat(told).doesNotContain(key);
        List<ApiKeyHash> hashes = Arrays.stream(told.split(",")).map(ApiKeyHash::parse).toList();
        assertThat(hashes).filteredOn(hash -> hash.matches(key)).singleElement()
                .satisfies(hash -> assertThat(hash.roles()).containsExactly(role));
        assertThat(hashes).filteredOn(hash -> hash.matches(credentials.ownerApiKey())).singleElement()
                .satisfies(hash -> assertThat(hash.roles()).containsExactlyInAnyOrder(Role.values()));
    }

    @ParameterizedTest
    @CsvSource({"ingestion, manymodels.ingestion.memory-limit, 1GB", "training, manymodels.work.concurrency, 2",
            "scoring, manymodels.work.concurrency, 2", "realtime, manymodels.realtime.cache-bytes, 256MB"})
    void aServiceGetsItsShareOfTheMachine(String service, String property, String value) {
        assertThat(properties.of(service)).containsEntry(property, value);
        assertThat(properties.of("promotion")).doesNotContainKey(property);
    }

    @Test
    void ingestionIsToldWhereFilesLieWhereverItIsStarted() {
        assertThat(properties.of("ingestion").get("manymodels.ingestion.landing")).startsWith("/").endsWith("/landing");
        assertThat(properties.of("ingestion").get("manymodels.ingestion.work"))
                .isEqualTo(folder.resolve("work/ingestion").toString());
    }

    @Test
    void propertiesAreVariablesToo() {
        Map<String, String> environment = properties.environmentOf("training");

        assertThat(environment).containsEntry("SPRING_DATASOURCE_USERNAME", "training")
                .containsEntry("MANYMODELS_STORAGE_ACCESS_KEY", credentials.storageKey("training").accessKey())
                .containsEntry("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:19092")
                .hasSameSizeAs(properties.of("training"));
        assertThat(environment.keySet()).allMatch(name -> name.matches("[A-Z0-9_]+"));
    }

    /** It is a client: it may know who somebody is, and no way past the services. */
    @Test
    void theConsoleIsToldWhereTheServicesAreAndNothingBehindThem() throws Exception {
        Map<String, String> told = properties.ofConsole(StackPorts.from(Map.of("MANYMODELS_PORT_SCORING", "9084")));

        assertThat(told).containsEntry("manymodels.platform.urls.scoring", "http://127.0.0.1:9084")
                .containsEntry("manymodels.platform.urls.ingestion", "http://127.0.0.1:8081")
                .containsEntry("server.address", "127.0.0.1");
        assertThat(told.keySet()).noneMatch(name -> name.contains("datasource") || name.contains("kafka")
                || name.contains("storage"));
        assertThat(told.get("manymodels.security.api-keys")).doesNotContain(credentials.ownerApiKey());
    }

    @Test
    void somebodyElsesBrokerMayAskForNoLogin() throws Exception {
        Credentials open = new Credentials(credentials.database(), credentials.storage(), credentials.apiKeys(),
                Map.of());
        StackAddresses theirs = StackAddresses.of(StackPorts.from(Map.of()), true,
                Map.of("SPRING_KAFKA_BOOTSTRAP_SERVERS", "broker:9092", "MANYMODELS_STORAGE_ENDPOINT", "https://s3"));

        Map<String, String> told = new ServiceProperties(open, theirs, folder, folder).of("scoring");

        assertThat(told).containsEntry("spring.kafka.bootstrap-servers", "broker:9092")
                .containsEntry("manymodels.storage.endpoint", "https://s3")
                .doesNotContainKey("spring.kafka.security.protocol");
    }

    @Test
    void aProcessOfTheStackIsMarkedOnItsCommandLine() throws IOException {
        Path application = folder.resolve("training-service");
        JavaCommand java = new JavaCommand(Path.of("/data"));

        List<String> command = java.application("training", new StartCache(application, true), List.of("-Xmx1g"));

        assertThat(command).startsWith(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmanymodels.data=/data", "-Dmanymodels.part=training").contains("-Xmx1g")
                .endsWith("-jar", application.resolve("app.jar").toString());
        assertThat(java.main("kafka", List.of(), String.class, 1, "a b")).endsWith("java.lang.String", "1", "a b")
                .contains("-Dmanymodels.part=kafka");
        assertThat(ServiceKind.TRAINING.jvmOptions()).contains("-XX:+ExitOnOutOfMemoryError", "-XX:+UseParallelGC")
                .doesNotContain("-XX:TieredStopAtLevel=1");
        assertThat(ServiceKind.PROMOTION.jvmOptions()).contains("-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC");
        assertThat(ServiceKind.SCORING.module()).isEqualTo("scoring-service");
        assertThat(ServiceKind.CONSOLE.module()).isEqualTo("console");
    }
}
