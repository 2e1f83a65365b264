package io.manymodels.catalog;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Import it for read access to the stored families. */
@Configuration(proxyBeanMethods = false)
public class FamilyConfiguration {

    @Bean
    FamilyRepository familyRepository(JdbcClient jdbc) {
        return new FamilyRepository(jdbc);
    }
}
