package io.manymodels.ingestion.history;

import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.lake.PartitionReader;
import io.manymodels.storage.ObjectStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

    @Bean
    SnapshotRepository snapshotRepository(JdbcClient jdbc) {
        return new SnapshotRepository(jdbc);
    }

    @Bean
    PartitionReader partitionReader(ObjectStore store) {
        return new PartitionReader(store);
    }
}
