package io.manymodels.work;

import io.manymodels.stack.EmbeddedInfrastructure;
import io.manymodels.work.container.Containers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** One broker and one database for all tests of this module; a service a test class, one after the other. */
public final class TestStack {

    private TestStack() {}

    private static final class Started {

        private static final TestInfrastructure INFRASTRUCTURE = start();

        private static TestInfrastructure start() {
            try {
                TestInfrastructure started = Boolean.getBoolean("manymodels.test.containers")
                        ? Containers.start()
                        : new TestInfrastructure.Embedded(
                                EmbeddedInfrastructure.start(Files.createTempDirectory("work-it")));
                Runtime.getRuntime().addShutdownHook(new Thread(started::close));
                return started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static TestInfrastructure infrastructure() {
        return Started.INFRASTRUCTURE;
    }

    /** A service that owns runs, in schema {@code training}. */
    public static ConfigurableApplicationContext start(Class<?> service, String... properties) {
        List<String> arguments = arguments(properties);
        arguments.add("--logging.structured.format.console=");
        return new SpringApplication(service).run(arguments.toArray(String[]::new));
    }

    /** What such a service is told on its command line, in a process of its own too. */
    public static List<String> arguments(String... properties) {
        Map<String, String> all = new TreeMap<>(infrastructure().properties("training"));
        // It hears of the end of its own runs, which no training service may.
        infrastructure().kafkaClient("broker")
                .forEach((name, value) -> all.put("spring.kafka.properties." + name, value.toString()));
        all.putAll(Map.of("spring.config.import", "classpath:many-models.yml", "spring.application.name", "training",
                "manymodels.schema", "training", "server.port", "0", "spring.flyway.locations",
                "classpath:db/migration/work", "manymodels.work.lease", "10s", "manymodels.work.backoff", "10ms"));
        for (String property : properties) {
            int equals = property.indexOf('=');
            all.put(property.substring(0, equals), property.substring(equals + 1));
        }
        List<String> arguments = new ArrayList<>();
        all.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments;
    }
}
