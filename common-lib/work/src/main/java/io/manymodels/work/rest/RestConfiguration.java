package io.manymodels.work.rest;

import io.manymodels.work.api.Runs;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Runs over HTTP, and POSTs that are done once. */
@Configuration(proxyBeanMethods = false)
@Import(RunController.class)
public class RestConfiguration {

    @Bean
    RunEvents runEvents(Runs runs, Clock clock) {
        return new RunEvents(runs, clock);
    }

    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(JdbcClient jdbc,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        var registration = new FilterRegistrationBean<>(
                new IdempotencyFilter(new IdempotencyRepository(jdbc), problems));
        registration.addUrlPatterns("/api/*");
        // Behind Spring Security, which puts the principal into the request.
        registration.setOrder(Ordered.LOWEST_PRECEDENCE - 10);
        return registration;
    }
}
