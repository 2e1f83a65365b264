package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.deployment.Service;
import io.manymodels.stack.credential.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compose tells services what the local stack tells them. */
class ComposeTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    /**
     * What only containers need: where secrets lie, the password that the broker's login names, how much memory there is, and
     * what processes of the local stack have from the shell that starts it.
     */
    private static final Set<String> OF_CONTAINERS = Set.of("SPRING_CONFIG_IMPORT", "KAFKA_PASSWORD", "JAVA_OPTIONS",
            "OTEL_SDK_DISABLED", "OTEL_EXPORTER_OTLP_ENDPOINT");

    /** PostgreSQL's default of superuser_reserved_connections. */
    private static final int KEPT_FOR_SUPERUSERS = 3;

    @TempDir
    Path folder;

    private String compose;
    private ServiceProperties stack;

    @BeforeEach
    void read() throws Exception {
        compose = Files.readString(ROOT.resolve("docker-compose.yml"));
        stack = new ServiceProperties(Credentials.loadOrCreate(folder.resolve("credentials.json")),
                StackAddresses.of(StackPorts.from(Map.of()), false, Map.of()), folder, folder);
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void aServiceGetsTheSameVariables(Service service) {
        Map<String, String> told = new TreeMap<>(group("(?m)^x-environment: &environment\n((?:  .*\n)+)", "  "));
        told.putAll(group(environmentOf(service.id()), "      "));
        secretsOf(service.id()).keySet().forEach(property -> told.put(variable(property), ""));
        told.keySet().removeAll(OF_CONTAINERS);
        Map<String, String> expected = new TreeMap<>(stack.environmentOf(service.id()));
        // The image listens to all.
        expected.remove("SERVER_ADDRESS");

        assertThat(told).containsOnlyKeys(expected.keySet());
        for (String alike : List.of("SPRING_DATASOURCE_USERNAME", "SPRING_KAFKA_SECURITY_PROTOCOL",
                "SPRING_KAFKA_PROPERTIES_SASL_MECHANISM", "MANYMODELS_STORAGE_REGION",
                "MANYMODELS_INGESTION_MEMORY_LIMIT", "MANYMODELS_REALTIME_CACHE_BYTES")) {
            assertThat(told.get(alike)).as(alike).isEqualTo(expected.get(alike));
        }
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void itsSecretsAreItsOwnAndInFiles(Service service) {
        Map<String, String> sources = group("(?m)^secrets:\n((?:  .*\n)+)", "  ");
        Map<String, String> secrets = secretsOf(service.id());
        secrets.replaceAll((_, source) -> sources.getOrDefault(source, "").replaceAll("[{} ]|environment:", ""));

        String user = service.name();
        assertThat(secrets).containsOnly(Map.entry("spring.datasource.password", "DATABASE_PASSWORD_" + user),
                Map.entry("kafka.password", "KAFKA_PASSWORD_" + user),
                Map.entry("manymodels.storage.secret-key", "STORAGE_SECRET_KEY_" + user));
        assertThat(block(service.id())).doesNotContainPattern("\\$\\{\\w*(PASSWORD|SECRET)")
                .contains("username=\"%s\" password=\"$${kafka.password}\";".formatted(service.id()));
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void itIsAskedWhetherItIsReadyWhereItListens(Service service) {
        int port = service.usualPort();

        assertThat(block(service.id())).contains("test: [\"CMD\", \"ready\", \"%d\"]".formatted(port),
                "ports: [\"127.0.0.1:%d:%d\"]".formatted(port, port), "mem_limit:");
    }

    @Test
    void theConsoleGetsTheSameVariables() throws Exception {
        Set<String> expected = new TreeSet<>(stack.environmentOfConsole(StackPorts.from(Map.of())).keySet());
        // The image listens to all, and no folder is shared.
        expected.removeAll(Set.of("SERVER_ADDRESS", "MANYMODELS_CONSOLE_LANDING"));

        assertThat(group(environmentOf("console"), "      ")).containsOnlyKeys(expected);
    }

    @Test
    void everyImageHasAVersionAndADigest() throws IOException {
        List<String> images = Stream.concat(found("(?m)^    image: *(\\S+)$", compose),
                found("(?m)^FROM (\\S+)", Files.readString(ROOT.resolve("deploy/docker/Dockerfile"))))
                .map(match -> match.group(1)).toList();

        assertThat(images).hasSizeGreaterThan(5)
                .allMatch(image -> image.matches("[a-z/-]+:\\d+(\\.\\d+)+\\S*@sha256:[0-9a-f]{64}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"training", "scoring"})
    void thereCanBeMoreWorkersThanPortsOfTheMachine(String service) {
        assertThat(compose).contains("\n  %1$s: &%1$s\n".formatted(service),
                "\n  %1$s-worker: {<<: *%1$s, scale: 0, ports: []}\n".formatted(service));
    }

    /** By default a server takes 100, and the five processes alone may ask for 90. */
    @Test
    void theDatabaseTakesAllConnectionsThatRolesMayHave() throws IOException {
        String roles = Files.readString(ROOT.resolve("deploy/postgres/roles.sql"));
        long ofRoles = (Service.values().length + 1) * number("CONNECTION LIMIT (\\d+)", roles);
        Path common = ROOT.resolve("common-lib");
        long ofAProcess = number("maximum-pool-size: (\\d+)",
                Files.readString(common.resolve("work/src/main/resources/many-models.yml")))
                + number("MOST_LEASES = (\\d+)",
                        Files.readString(
                                common.resolve("adapters/src/main/java/io/manymodels/sql/PoolConfiguration.java")));
        long connections = number("command: postgres -c max_connections=(\\d+)", compose);

        assertThat(connections - KEPT_FOR_SUPERUSERS).isGreaterThanOrEqualTo(ofRoles)
                .isGreaterThanOrEqualTo(Service.values().length * ofAProcess);
    }

    @Test
    void whatIsBuiltIsSentToTheBuilder() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve(".dockerignore"))).containsExactly("**", "!*-service/target/*.jar",
                "!console/target/*.jar", "!deploy/docker/ready");
    }

    @Test
    void makeEnvMakesAllThatComposeAsksFor() throws Exception {
        Path script = Files.createDirectories(folder.resolve("deploy/docker")).resolve("make-env");
        Files.copy(ROOT.resolve("deploy/docker/make-env"), script);
        Process process = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        Set<String> made = Files.readAllLines(folder.resolve(".env")).stream().filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('='))).collect(Collectors.toSet());

        Set<String> asked = found("(?<!\\$)\\$\\{(\\w+)(?!:-|\\w)|environment: (\\w+)}", compose)
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1)).collect(Collectors.toSet());

        assertThat(asked).hasSizeGreaterThan(20).isSubsetOf(made);
    }

    private static String environmentOf(String service) {
        return "(?m)^  %s:(?: &\\w+)?\n(?:(?!  \\w).*\n)*?    environment:\n((?:      .*\n)+)".formatted(service);
    }

    private String block(String service) {
        return found("(?m)^  %s:(?: &\\w+)?\n((?:    .*\n)+)".formatted(service), compose).findFirst().orElseThrow()
                .group(1);
    }

    private Map<String, String> secretsOf(String service) {
        return found("\\{source: (\\w+), target: ([\\w.-]+)}", block(service))
                .collect(Collectors.toMap(match -> match.group(2), match -> match.group(1)));
    }

    /** The entries of a block, with so many spaces before each. */
    private Map<String, String> group(String block, String spaces) {
        String lines = found(block, compose).findFirst().orElseThrow().group(1);
        return found("(?m)^" + spaces + "(\\w+): *(.*)$", lines)
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
    }

    private static Stream<MatchResult> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results();
    }

    private static long number(String pattern, String text) {
        return Long.parseLong(found(pattern, text).findFirst().orElseThrow().group(1));
    }

    private static String variable(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
