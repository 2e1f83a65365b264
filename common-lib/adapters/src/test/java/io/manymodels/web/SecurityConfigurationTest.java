package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.ApiKeyHash;
import io.manymodels.access.Role;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The filters of Spring Security as every service has them, before handlers that would answer 200 to everything. */
class SecurityConfigurationTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static AnnotationConfigWebApplicationContext context;
    private static Filter filters;

    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Service {

        @Bean
        ProblemWriter problemWriter() {
            return new ProblemWriter(JSON, List.of());
        }

        @Bean
        @Order(1)
        AccessRule approval() {
            return new AccessRule(HttpMethod.POST, "/api/v1/releases/*/approvals", Set.of(Role.APPROVER));
        }

        @Bean
        @Order(2)
        AccessRule openRead() {
            return new AccessRule(HttpMethod.GET, "/api/v1/open", Set.of());
        }

        @Bean
        @Order(3)
        AccessRule narrowRead() {
            return new AccessRule(HttpMethod.GET, "/api/v1/narrow", Set.of(Role.APPROVER));
        }
    }

    @BeforeAll
    static void start() {
        context = new AnnotationConfigWebApplicationContext();
        context.setServletContext(new MockServletContext());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("keys", Map.of(
                "manymodels.security.api-keys", String.join(",",
                        entry(Role.VIEWER), entry(Role.OPERATOR), entry(Role.APPROVER), entry(Role.PREDICTOR)))));
        context.register(Service.class, SecurityConfiguration.class);
        context.refresh();
        filters = context.getBean("springSecurityFilterChain", Filter.class);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    private static String key(Role role) {
        return "mm_%s_s3cret".formatted((role.name().toLowerCase(Locale.ROOT) + "00000000").substring(0, 8));
    }

    private static String entry(Role role) {
        return ApiKeyHash.of(key(role), Set.of(role)).entry();
    }

    private static MockHttpServletResponse answer(MockHttpServletRequest request) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        filters.doFilter(request, response, new MockFilterChain());
        return response;
    }

    private static MockHttpServletRequest request(String method, String path, String caller) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setPathInfo(null);
        request.setServletPath(path);
        if (!caller.equals("nobody")) {
            request.addHeader("Authorization",
                    "Bearer " + (caller.equals("stranger") ? "mm_viewer00_guessed" : key(Role.valueOf(caller))));
        }
        return request;
    }

    @ParameterizedTest
    @CsvSource({
            // Reads are for whoever reads, everything else for operators.
            "GET, /api/v1/families, VIEWER, 200", "GET, /api/v1/families, OPERATOR, 200",
            "GET, /api/v1/families, APPROVER, 200", "GET, /api/v1/families, PREDICTOR, 403",
            "GET, /api/v1/families, nobody, 401", "GET, /api/v1/families, stranger, 401",
            "HEAD, /api/v1/families, VIEWER, 200", "HEAD, /api/v1/families, nobody, 401",
            "POST, /api/v1/families, OPERATOR, 200", "POST, /api/v1/families, VIEWER, 403",
            "POST, /api/v1/families, APPROVER, 403", "DELETE, /api/v1/families/x, VIEWER, 403",
            "PUT, /api/v1/families/x, nobody, 401", "PATCH, /api/v1/families/x, OPERATOR, 200",
            // A rule of a service goes before.
            "POST, /api/v1/releases/7/approvals, APPROVER, 200", "POST, /api/v1/releases/7/approvals, OPERATOR, 403",
            "POST, /api/v1/releases/7/approvals, nobody, 401",
            "PUT, /api/v1/releases/7/approvals, APPROVER, 403", "POST, /api/v1/releases/7/8/approvals, APPROVER, 403",
            // And where it is for GET, it is for HEAD.
            "GET, /api/v1/open, nobody, 200", "HEAD, /api/v1/open, nobody, 200", "POST, /api/v1/open, nobody, 401",
            "GET, /api/v1/narrow, APPROVER, 200", "GET, /api/v1/narrow, VIEWER, 403",
            "HEAD, /api/v1/narrow, VIEWER, 403", "HEAD, /api/v1/narrow, APPROVER, 200",
            // Health and documentation are for everybody, to read.
            "GET, /actuator/health/liveness, nobody, 200", "GET, /, nobody, 200", "GET, /v3/api-docs, nobody, 200",
            "GET, /swagger-ui/index.html, nobody, 200", "POST, /swagger-ui/index.html, nobody, 401",
            // What is not there is said to be so to those who have a key.
            "GET, /elsewhere, nobody, 401", "GET, /elsewhere, PREDICTOR, 200", "GET, /actuator/env, nobody, 401",
            // A wrong key is no better than none where none is needed.
            "GET, /api/v1/open, stranger, 401"})
    void eachMayDoWhatItsRoleMay(String method, String path, String caller, int status) throws Exception {
        assertThat(answer(request(method, path, caller)).getStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, nobody, 200", "127.8.9.1, nobody, 200", "0:0:0:0:0:0:0:1, nobody, 200", "::1, nobody, 200",
            "10.0.0.7, nobody, 401", "10.0.0.7, VIEWER, 200", "10.0.0.7, OPERATOR, 403", "1270.0.0.1, nobody, 401"})
    void metricsAreForThisMachineAndForViewers(String address, String caller, int status) throws Exception {
        MockHttpServletRequest request = request("GET", "/actuator/prometheus", caller);
        request.setRemoteAddr(address);

        assertThat(answer(request).getStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"nobody, 401, unauthenticated, Maybe send Authorization: Bearer",
            "stranger, 401, unauthenticated, Maybe send Authorization: Bearer",
            "PREDICTOR, 403, forbidden, Maybe use one with another role"})
    void aRefusalIsAProblemLikeAllOthers(String caller, int status, String code, String advice) throws Exception {
        MockHttpServletResponse answer = answer(request("GET", "/api/v1/families", caller));
        JsonNode problem = JSON.readTree(answer.getContentAsString());

        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(answer.getHeader("WWW-Authenticate")).isEqualTo(status == 401 ? "Bearer" : null);
        assertThat(answer.getCookies()).as("sessions").isEmpty();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("properties").path("code").asString(problem.path("code").asString()))
                .isEqualTo(code);
        assertThat(problem.path("detail").asString()).contains(advice);
        assertThat(answer.getContentAsString()).doesNotContain("s3cret", "guessed");
    }

    /** Paths that a server and a handler could read in two ways. */
    @ParameterizedTest
    @CsvSource({"/api/v1/../v1/families", "/api//v1/families", "/api/v1/families;x=1", "/api/v1/%2e%2e/families",
            "/api/v1/families%2Fx", "/api/v1/families%00", "/api\\v1"})
    void aPathThatMeansTwoThingsIsRejected(String path) throws Exception {
        MockHttpServletResponse answer = answer(request("GET", path, "VIEWER"));

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(answer.getContentAsString()).contains("request-rejected", "Maybe");
    }

    @Test
    void theWayToAnErrorIsOpen() throws Exception {
        MockHttpServletRequest request = request("GET", "/error", "nobody");
        request.setDispatcherType(DispatcherType.ERROR);

        assertThat(answer(request).getStatus()).isEqualTo(200);
    }
}
