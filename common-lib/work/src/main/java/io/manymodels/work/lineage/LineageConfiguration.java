package io.manymodels.work.lineage;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells nobody until somebody says whom. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LineageProperties.class)
public class LineageConfiguration {

    @Bean
    Lineage lineage(LineageProperties properties, JdbcClient jdbc,
            @Value("${spring.datasource.url:}") String database) {
        return properties.isOn()
                ? new LineageServer(properties, new LineageRepository(jdbc, database))
                : _ -> {};
    }
}
