package io.manymodels.promotion.judgement;

import io.manymodels.artefact.ModelLoader;
import io.manymodels.artefact.PlugInConfiguration;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.kernel.PlugIns;
import io.manymodels.lake.PartitionReader;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StorageHealth;
import io.manymodels.watch.DependencyHealth;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What judging a champion reads: catalogue, lake and the models in production. */
@Configuration(proxyBeanMethods = false)
@Import(PlugInConfiguration.class)
class JudgementConfiguration {

    private static final String PRODUCTION = "production";

    @Bean
    SnapshotRepository snapshotRepository(JdbcClient jdbc) {
        return new SnapshotRepository(jdbc);
    }

    @Bean
    PartitionReader partitionReader(ObjectStore store) {
        return new PartitionReader(store);
    }

    @Bean
    ModelLoader modelLoader(ObjectStore store, PlugIns plugIns) {
        return new ModelLoader(store, PRODUCTION, plugIns.codecs());
    }

    @Bean
    DependencyHealth storage(ObjectStore store) {
        return StorageHealth.of(store, PRODUCTION);
    }
}
