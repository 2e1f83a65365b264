package io.manymodels.web;

import io.manymodels.access.ApiKeyHash;
import io.manymodels.access.Role;
import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.AuthenticationFilter;

/** API keys and their roles, by Spring Security. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {

    private static final String[] READERS = {Role.VIEWER.name(), Role.OPERATOR.name(), Role.APPROVER.name()};

    /** The firewall finds it by its type. */
    @Bean
    Refusals refusals(ProblemWriter problems) {
        return new Refusals(problems);
    }

    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http, SecurityProperties properties,
            ObjectProvider<AccessRule> rules, Refusals refusals) {
        return http.csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .httpBasic(basic -> basic.disable()).formLogin(form -> form.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .addFilterBefore(apiKeys(properties, refusals), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> authorize(requests, properties, rules))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(refusals)
                        .accessDeniedHandler(refusals))
                .build();
    }

    private static AuthenticationFilter apiKeys(SecurityProperties properties, Refusals refusals) {
        List<ApiKeyHash> keys = properties.apiKeys().stream().map(ApiKeyHash::parse).toList();
        AuthenticationFilter filter = new AuthenticationFilter(new ProviderManager(new ApiKeyProvider(keys)),
                new ApiKeyConverter());
        filter.setSuccessHandler((_, _, _) -> {
            // The request goes on to what it asks for.
        });
        filter.setFailureHandler(refusals::commence);
        return filter;
    }

    private static void authorize(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            SecurityProperties properties,
            ObjectProvider<AccessRule> rules) {
        requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR).permitAll();
        requests.requestMatchers("/actuator/health/**").permitAll();
        requests.requestMatchers("/actuator/prometheus").access((authentication,
                context) -> new AuthorizationDecision(
                        properties.openMetrics() && isLocal(context) || authentication.get().getAuthorities().stream()
                                .anyMatch(a -> "ROLE_VIEWER".equals(a.getAuthority()))));
        for (HttpMethod read : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
            requests.requestMatchers(read, "/", "/v3/api-docs/**", "/v3/api-docs.yaml", "/swagger-ui/**",
                    "/swagger-ui.html").permitAll();
        }
        rules.orderedStream().forEach(rule -> {
            allow(requests, rule, rule.method());
            if (rule.method().equals(HttpMethod.GET)) {
                allow(requests, rule, HttpMethod.HEAD);
            }
        });
        requests.requestMatchers(HttpMethod.GET, "/api/**").hasAnyRole(READERS);
        requests.requestMatchers(HttpMethod.HEAD, "/api/**").hasAnyRole(READERS);
        requests.requestMatchers("/api/**").hasRole(Role.OPERATOR.name());
        // Nothing is there: who has a key is told so.
        requests.anyRequest().authenticated();
    }

    private static void allow(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            AccessRule rule, HttpMethod method) {
        var matched = requests.requestMatchers(method, rule.pattern());
        if (rule.roles().isEmpty()) {
            matched.permitAll();
        } else {
            matched.hasAnyRole(rule.roles().stream().map(Role::name).toArray(String[]::new));
        }
    }

    private static boolean isLocal(RequestAuthorizationContext context) {
        String address = context.getRequest().getRemoteAddr();
        return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || address.equals("::1");
    }

    /** There are no users with passwords; without this bean Boot would make one up and print its password. */
    @Bean
    UserDetailsService noUsers() {
        return name -> {
            throw new UsernameNotFoundException("There are no users, only API keys");
        };
    }
}
