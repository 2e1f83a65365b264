package io.manymodels.work.rest;

import io.manymodels.work.api.WorkProperties;
import io.manymodels.work.engine.RunRepository;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs over HTTP, and POSTs that are done once. */
@Configuration(proxyBeanMethods = false)
@Import(RunController.class)
public class RestConfiguration {

    @Bean
    RunEvents runEvents(RunRepository runs, Clock clock, WorkProperties properties) {
        return new RunEvents(runs, clock, properties.listeners());
    }

    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        var registration = new FilterRegistrationBean<>(
                new IdempotencyFilter(new IdempotencyRepository(jdbc), new TransactionTemplate(transactions)));
        registration.addUrlPatterns("/api/*");
        // Behind Spring Security, which puts the principal into the request.
        registration.setOrder(Ordered.LOWEST_PRECEDENCE - 10);
        return registration;
    }
}
