package io.manymodels.promotion.judgement;

import io.manymodels.artefact.ModelLoader;
import io.manymodels.artefact.PlugInConfiguration;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.kernel.PlugIns;
import io.manymodels.lake.PartitionReader;
import io.manymodels.promotion.copy.ArtefactCopier;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StorageHealth;
import io.manymodels.watch.DependencyHealth;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What judging and forecasting read: catalogue, lake, the models in production and those that would get there. */
@Configuration(proxyBeanMethods = false)
@Import(PlugInConfiguration.class)
class JudgementConfiguration {

    @Bean
    SnapshotRepository snapshotRepository(JdbcClient jdbc) {
        return new SnapshotRepository(jdbc);
    }

    @Bean
    PartitionReader partitionReader(ObjectStore store) {
        return new PartitionReader(store);
    }

    /** Which of the loaders is meant says the name of a parameter. */
    @Bean
    ModelLoader production(ObjectStore store, PlugIns plugIns) {
        return new ModelLoader(store, ArtefactCopier.BUCKET, plugIns.codecs());
    }

    @Bean
    ModelLoader candidates(ObjectStore store, PlugIns plugIns) {
        return new ModelLoader(store, ArtefactCopier.CANDIDATES, plugIns.codecs());
    }

    @Bean
    DependencyHealth storage(ObjectStore store) {
        return StorageHealth.of(store, ArtefactCopier.BUCKET);
    }
}
