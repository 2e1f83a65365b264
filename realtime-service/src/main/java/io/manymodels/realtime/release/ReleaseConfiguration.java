package io.manymodels.realtime.release;

import io.manymodels.artefact.ModelLoader;
import io.manymodels.artefact.PlugInConfiguration;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.kernel.PlugIns;
import io.manymodels.registry.ReleaseRepository;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StorageHealth;
import io.manymodels.watch.DependencyHealth;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What realtime reads: catalogue, production registry, production models. */
@Configuration(proxyBeanMethods = false)
@Import(PlugInConfiguration.class)
class ReleaseConfiguration {

    private static final String PRODUCTION = "production";

    /** Runs what no request waits for, or not for ever: loads of models, questions to the registry. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService background() {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("background-", 0).factory());
    }

    @Bean
    SnapshotRepository snapshotRepository(JdbcClient jdbc) {
        return new SnapshotRepository(jdbc);
    }

    @Bean
    ReleaseRepository releaseRepository(JdbcClient jdbc) {
        return new ReleaseRepository(jdbc);
    }

    @Bean
    ModelLoader modelLoader(ObjectStore store, PlugIns plugIns) {
        return new ModelLoader(store, PRODUCTION, plugIns.codecs());
    }

    /** Ready means able to load: whether the bucket of production models answers. */
    @Bean
    DependencyHealth storage(ObjectStore store) {
        return StorageHealth.of(store, PRODUCTION);
    }
}
