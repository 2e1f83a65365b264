package io.manymodels.console.access;

import io.manymodels.console.problem.ProblemWriter;
import java.time.Clock;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;

/** Sessions, forms that only our own pages can send, and what a browser may load. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** Everything from here, nothing inline. */
    private static final String CONTENT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SecurityContextRepository securityContextRepository() {
        return new HttpSessionSecurityContextRepository();
    }

    /** The page that somebody wanted before he signed in, in a cookie: a session would be one for every stranger. */
    @Bean
    RequestCache wantedPage() {
        CookieRequestCache wanted = new CookieRequestCache();
        wanted.setRequestMatcher(request -> "GET".equals(request.getMethod())
                && request.getHeader("HX-Request") == null
                && Objects.requireNonNullElse(request.getHeader("Accept"), "").contains("text/html"));
        return wanted;
    }

    @Bean
    SecurityFilterChain securityFilterChain(HttpSecurity http, ApiKeys keys, ProblemWriter problems,
            SecurityContextRepository contexts, RequestCache wanted) {
        return http
                .authorizeHttpRequests(requests -> requests
                        .requestMatchers("/actuator/health/**", "/actuator/prometheus", "/webjars/**", "/console*.css",
                                "/console*.js", "/icon*.svg", "/sign-in", "/sign-in/once", "/error")
                        .permitAll()
                        .anyRequest().authenticated())
                .csrf(csrf -> csrf.ignoringRequestMatchers(ProblemWriter::isProgram))
                .securityContext(context -> context.securityContextRepository(contexts))
                .addFilterBefore(new BearerFilter(keys, problems), AnonymousAuthenticationFilter.class)
                .formLogin(form -> form.disable()).httpBasic(basic -> basic.disable())
                .requestCache(cache -> cache.requestCache(wanted))
                .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?ended"))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/sign-in")))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .build();
    }

    /** There are no users with passwords; without this bean Boot would make one up and print its password. */
    @Bean
    UserDetailsService noUsers() {
        return name -> {
            throw new UsernameNotFoundException("There are no users, only API keys");
        };
    }
}
