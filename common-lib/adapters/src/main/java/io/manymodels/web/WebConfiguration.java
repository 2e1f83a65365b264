package io.manymodels.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import tools.jackson.databind.json.JsonMapper;

/** Import this to answer HTTP: API keys and roles, problem details, a clock. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
@Import(ProblemHandler.class)
public class WebConfiguration {

    private static final String[] READERS = {Role.VIEWER.name(), Role.OPERATOR.name(), Role.APPROVER.name()};

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Before Spring Security, whose refusals carry the trace id too. */
    @Bean
    FilterRegistrationBean<TraceIdFilter> traceIdFilter() {
        var registration = new FilterRegistrationBean<>(new TraceIdFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http, SecurityProperties properties,
            ObjectProvider<AccessRule> rules, JsonMapper json) {
        List<ApiKey> keys = properties.apiKeys().stream().map(ApiKey::parse).toList();
        return http.csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .httpBasic(basic -> basic.disable()).formLogin(form -> form.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .addFilterBefore(new ApiKeyFilter(keys), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR).permitAll();
                    requests.requestMatchers("/actuator/health/**").permitAll();
                    requests.requestMatchers("/actuator/prometheus").access((authentication,
                            context) -> new AuthorizationDecision(
                                    isLocal(context) || authentication.get().getAuthorities().stream()
                                            .anyMatch(a -> "ROLE_VIEWER".equals(a.getAuthority()))));
                    requests.requestMatchers(HttpMethod.GET, "/v3/api-docs/**", "/v3/api-docs.yaml", "/swagger-ui/**",
                            "/swagger-ui.html").permitAll();
                    rules.orderedStream()
                            .forEach(rule -> requests.requestMatchers(rule.method(), rule.pattern())
                                    .hasAnyRole(rule.roles().stream().map(Role::name).toArray(String[]::new)));
                    requests.requestMatchers(HttpMethod.GET, "/api/**").hasAnyRole(READERS);
                    requests.requestMatchers("/api/**").hasRole(Role.OPERATOR.name());
                    requests.anyRequest().denyAll();
                })
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, _) -> {
                    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                    refuse(json, request, response, HttpStatus.UNAUTHORIZED, "unauthenticated",
                            "An API key is missing or not known. Maybe send Authorization: Bearer <api key>");
                }).accessDeniedHandler((request, response, _) -> refuse(json, request, response, HttpStatus.FORBIDDEN,
                        "forbidden", "This API key may not do that. Maybe use one with another role")))
                .build();
    }

    /** There are no users with passwords; without this bean Boot would make one up and print its password. */
    @Bean
    UserDetailsService noUsers() {
        return name -> {
            throw new UsernameNotFoundException("There are no users, only API keys");
        };
    }

    private static boolean isLocal(RequestAuthorizationContext context) {
        String address = context.getRequest().getRemoteAddr();
        return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1");
    }

    private static void refuse(JsonMapper json, HttpServletRequest request, HttpServletResponse response,
            HttpStatus status, String code, String detail) throws IOException {
        boolean openInference = request.getRequestURI().startsWith("/v2");
        response.setStatus(status.value());
        response.setContentType(
                openInference ? MediaType.APPLICATION_JSON_VALUE : MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getWriter().write(openInference
                ? json.writeValueAsString(Map.of("error", detail))
                : json.writeValueAsString(Problems.of(status, code, detail, request.getRequestURI())));
    }
}
