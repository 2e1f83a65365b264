package io.manymodels.ingestion.catalog;

import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StorageHealth;
import io.manymodels.watch.DependencyHealth;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

    @Bean
    CatalogRepository catalogRepository(JdbcClient jdbc, DataSource dataSource, JsonMapper json) {
        return new CatalogRepository(jdbc, dataSource, json);
    }

    @Bean
    Catalog catalog(CatalogRepository repository, ObjectStore store) {
        return new Catalog(repository, store);
    }

    @Bean
    DependencyHealth storage(ObjectStore store) {
        return StorageHealth.of(store, Catalog.BUCKET);
    }
}
