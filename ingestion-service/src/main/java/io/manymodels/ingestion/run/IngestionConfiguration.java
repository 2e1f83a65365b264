package io.manymodels.ingestion.run;

import io.manymodels.catalog.FamilyConfiguration;
import io.manymodels.ingestion.landing.LandingFolder;
import io.manymodels.ingestion.partition.DuckDbShuffle;
import io.manymodels.ingestion.partition.Shuffle;
import io.manymodels.ingestion.sandbox.SandboxLimits;
import io.manymodels.ingestion.source.JdbcDrivers;
import io.manymodels.ingestion.source.Sources;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StorageConfiguration;
import io.manymodels.work.WorkConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Wires the shared adapters and the shuffle. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestionProperties.class)
@Import({WorkConfiguration.class, FamilyConfiguration.class, StorageConfiguration.class})
class IngestionConfiguration {

    @Bean
    Sources sources(IngestionProperties properties, ObjectStore store) {
        return new Sources(new LandingFolder(properties.landing()), store, properties.connections(),
                new JdbcDrivers(properties.drivers()));
    }

    @Bean
    SandboxLimits sandboxLimits(IngestionProperties properties) {
        return new SandboxLimits(properties.memoryLimit(), properties.threadsOrProcessors(),
                properties.diskLimit().toBytes());
    }

    @Bean
    Shuffle shuffle(Sources sources, SandboxLimits limits, IngestionProperties properties) {
        return new DuckDbShuffle(sources, limits, properties.timeout());
    }

    @Bean
    WorkFolders workFolders(IngestionProperties properties) {
        return new WorkFolders(properties.work());
    }
}
