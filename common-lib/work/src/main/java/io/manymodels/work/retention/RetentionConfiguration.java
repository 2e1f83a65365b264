package io.manymodels.work.retention;

import io.manymodels.storage.ObjectStore;
import io.manymodels.work.engine.Sweeps;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Forgets what is no longer kept: by the rules over runs, and those that the service adds as beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionProperties.class)
public class RetentionConfiguration {

    @Bean
    RetentionRepository retentionRepository(JdbcClient jdbc) {
        return new RetentionRepository(jdbc);
    }

    @Bean
    OldRuns oldRuns(RetentionRepository repository, ObjectProvider<RunReferences> references) {
        return new OldRuns(repository, references.stream().toList());
    }

    /** A service that writes no objects discards none, and needs no storage. */
    @Bean
    RetentionRule objectRetention(JdbcClient jdbc, ObjectProvider<ObjectStore> store,
            PlatformTransactionManager transactions) {
        return new ObjectRetention(new DiscardedRepository(jdbc), store, new TransactionTemplate(transactions));
    }

    @Bean
    RetentionJob retentionJob(RetentionRepository repository, RetentionProperties properties, Sweeps sweeps,
            OldRuns old,
            ObjectProvider<RetentionRule> rules) {
        RunRetention runs = new RunRetention(repository, properties, sweeps, old);
        List<RetentionRule> all = Stream.concat(rules.stream(), runs.rules().stream()).toList();
        return new RetentionJob(repository, all, properties.every());
    }
}
