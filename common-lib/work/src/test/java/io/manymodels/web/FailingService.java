package io.manymodels.web;

import io.manymodels.access.ApiKeyHash;
import io.manymodels.access.Role;
import io.manymodels.problem.ManyModelsException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A service whose handlers go wrong in the ways that there are. */
final class FailingService {

    static final String VIEWER = "mm_viewer00_secret-of-the-viewer";
    static final String OPERATOR = "mm_operat00_secret-of-the-operator";

    private FailingService() {}

    /** The one of this JVM, with which it ends. */
    private static final class Started {

        private static final RawHttp SERVICE = start();

        private static RawHttp start() {
            ConfigurableApplicationContext service = SpringApplication.run(Service.class, "--server.port=0",
                    "--spring.application.name=failing",
                    "--spring.config.import=classpath:many-models.yml", "--manymodels.schema=none",
                    "--logging.structured.format.console=",
                    "--management.endpoint.health.group.readiness.include=readinessState",
                    "--spring.autoconfigure.exclude=" + String.join(",",
                            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"),
                    "--manymodels.security.api-keys=" + ApiKeyHash.of(VIEWER, Set.of(Role.VIEWER)).entry() + ","
                            + ApiKeyHash.of(OPERATOR, Set.of(Role.OPERATOR)).entry());
            return new RawHttp(
                    Objects.requireNonNull(((WebServerApplicationContext) service).getWebServer()).getPort());
        }
    }

    static RawHttp http() {
        return Started.SERVICE;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebConfiguration.class, Handlers.class})
    static class Service {}

    @RestController
    static class Handlers {

        @GetMapping("/api/v1/things/{name}")
        Map<String, String> get(@PathVariable String name, @RequestParam(defaultValue = "100") int limit) {
            return Map.of("name", name, "limit", String.valueOf(limit));
        }

        @PostMapping("/api/v1/wishes")
        Map<String, String> wish(@RequestBody Map<String, String> wish) {
            return wish;
        }

        /** Goes wrong in a way of its own. */
        @GetMapping("/api/v1/failing/{how}")
        void fail(@PathVariable String how) {
            throw switch (how) {
                case "database" -> new DataAccessResourceFailureException("Connection to 10.0.0.7 refused");
                case "pool" -> new CannotCreateTransactionException("HikariPool-1 - Connection is not available");
                case "deadlock" -> new CannotAcquireLockException("deadlock detected");
                case "character" -> new DataIntegrityViolationException("COPY",
                        new SQLException("invalid byte sequence", "22021"));
                case "duplicate" ->
                    new DataIntegrityViolationException("duplicate key", new SQLException("no", "23505"));
                case "denied" -> new AccessDeniedException("nobody may");
                case "conversion" -> new HttpMessageConversionException("of io.manymodels.Secret");
                case "hidden" -> new HttpMessageConversionException("outer",
                        ManyModelsException.invalid("inner-code", "Thing [x] is wrong. Maybe y"));
                case "unforeseen" -> new IllegalStateException("password=hunter2");
                default -> new ManyModelsException(ManyModelsException.Kind.valueOf(how), "some-code",
                        "Thing [x] is. Maybe y");
            };
        }
    }
}
