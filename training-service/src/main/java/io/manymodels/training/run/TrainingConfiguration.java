package io.manymodels.training.run;

import io.manymodels.artefact.PlugInConfiguration;
import io.manymodels.catalog.FamilyConfiguration;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.kernel.PlugIns;
import io.manymodels.lake.PartitionReader;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StorageConfiguration;
import io.manymodels.storage.StorageHealth;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.watch.DependencyHealth;
import io.manymodels.work.WorkConfiguration;
import io.manymodels.work.api.Workforce;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the shared adapters that training needs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TrainingProperties.class)
@Import({WorkConfiguration.class, FamilyConfiguration.class, StorageConfiguration.class, PlugInConfiguration.class})
class TrainingConfiguration {

    @Bean
    Catalogue catalogue(PlugIns plugIns) {
        return Catalogue.with(plugIns);
    }

    @Bean
    SnapshotRepository snapshotRepository(JdbcClient jdbc) {
        return new SnapshotRepository(jdbc);
    }

    @Bean
    PartitionReader partitionReader(ObjectStore store) {
        return new PartitionReader(store);
    }

    @Bean
    TaskCutter taskCutter(TrainingProperties properties, Workforce workforce) {
        return new TaskCutter(properties.rowsPerTask(), properties.leastRowsPerTask(), workforce);
    }

    @Bean
    DependencyHealth storage(ObjectStore store) {
        return StorageHealth.of(store, "candidates");
    }
}
