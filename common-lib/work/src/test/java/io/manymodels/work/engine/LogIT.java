package io.manymodels.work.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.family.ErrorBudget;
import io.manymodels.run.RunKind;
import io.manymodels.work.TestStack;
import io.manymodels.work.WorkConfiguration;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.Runs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service prints while a run of it fails: a process of its own, with the log that services have. */
class LogIT {

    private static final UUID RUN = UUID.fromString("7d3c4a52-0a5e-4a7e-9a53-6f1f0b8b3c11");

    @TempDir
    static Path folder;

    private static List<String> printed;

    @BeforeAll
    static void print() throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp", System.getProperty("java.class.path"), FailedRun.class.getName()));
        command.addAll(TestStack.arguments());
        Path output = folder.resolve("output");
        Process service = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(service.waitFor(3, TimeUnit.MINUTES)).as("its end").isTrue();
        } finally {
            service.destroyForcibly();
        }
        printed = Files.readAllLines(output);
        assertThat(service.exitValue()).as(String.join("\n", printed)).isZero();
    }

    @Test
    void everyLineIsJsonThatSaysWhenAndWho() {
        assertThat(printed).hasSizeGreaterThan(5).map(JsonMapper.shared()::readTree).allSatisfy(line -> {
            assertThat(line.path("@timestamp").asString()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
            assertThat(line.path("service").path("name").asString()).isEqualTo("training");
            assertThat(line.path("log").path("level").asString()).isIn("INFO", "WARN", "ERROR");
            assertThat(line.path("message").asString()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Run submitted ", "Task failed ", "Run ended "})
    void aLineAboutARunHasTheRunAndItsFamily(String about) {
        JsonNode line = line(about);

        assertThat(line.path("run").asString()).isEqualTo(RUN.toString());
        assertThat(line.path("family").asString()).isEqualTo("mistake");
    }

    @Test
    void linesOfARunHaveOneTrace() {
        assertThat(Stream.of("Run submitted ", "Task failed ", "Run ended ")
                .map(about -> line(about).path("trace.id").asString()).distinct().toList())
                .singleElement().asString().matches("[0-9a-f]{32}");
    }

    @Test
    void aFailureHasItsTaskAndItsCause() {
        JsonNode line = line("Task failed ");

        assertThat(UUID.fromString(line.path("task").asString())).isNotNull();
        assertThat(line.path("error").path("message").asString()).isEqualTo("There is no snapshot");
        assertThat(line.path("error").path("stack_trace").asString()).contains("\tat " + getClass().getPackageName());
    }

    @Test
    void noLineHasASecret() {
        Map<String, String> told = TestStack.infrastructure().properties("training");

        assertThat(told.keySet()).contains("spring.datasource.password");
        assertThat(String.join("\n", printed)).doesNotContain(told.entrySet().stream()
                .filter(property -> property.getKey().matches(".*(password|secret-key|jaas.config|api-keys)"))
                .map(Map.Entry::getValue).toList())
                .doesNotContain(TestStack.infrastructure().apiKey(Role.OPERATOR));
    }

    private static JsonNode line(String about) {
        return printed.stream().map(JsonMapper.shared()::readTree)
                .filter(line -> line.path("message").asString().startsWith(about)).findFirst().orElseThrow();
    }

    /** Does a run that cannot be planned, and ends with it. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(WorkConfiguration.class)
    static class FailedRun {

        public static void main(String[] arguments) {
            try (var service = SpringApplication.run(FailedRun.class, arguments)) {
                Runs runs = service.getBean(Runs.class);
                runs.submit(new NewRun(RUN, RunKind.TRAINING, "mistake", 1, null, Map.of(), new ErrorBudget(0, true),
                        "test"));
                Awaitility.await("the end of the run").atMost(Duration.ofMinutes(1))
                        .until(() -> runs.get(RUN).state().isFinal());
            }
        }

        @Bean
        RunProcess process(JdbcClient jdbc) {
            return new WorkIT.ObedientProcess(jdbc);
        }
    }
}
