package io.manymodels.promotion.release;

import io.manymodels.registry.ReleaseRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The registry as its readers see it: they and promotion meet at the lock on the current release. */
@Configuration(proxyBeanMethods = false)
class ReleaseConfiguration {

    @Bean
    ReleaseRepository releaseRepository(JdbcClient jdbc) {
        return new ReleaseRepository(jdbc);
    }
}
