package io.manymodels.work.retention;

import io.manymodels.work.engine.Sweeps;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Forgets what is no longer kept: by the rules over runs, and those that the service adds as beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionProperties.class)
public class RetentionConfiguration {

    @Bean
    RetentionRepository retentionRepository(JdbcClient jdbc) {
        return new RetentionRepository(jdbc);
    }

    @Bean
    RetentionJob retentionJob(RetentionRepository repository, RetentionProperties properties, Sweeps sweeps,
            ObjectProvider<RunReferences> references, ObjectProvider<RetentionRule> rules) {
        RunRetention runs = new RunRetention(repository, properties, sweeps, references.stream().toList());
        List<RetentionRule> all = Stream.concat(rules.stream(), runs.rules().stream()).toList();
        return new RetentionJob(repository, all, properties.every());
    }
}
