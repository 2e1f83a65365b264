package io.manymodels.storage;

import io.minio.MinioClient;
import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Import this to talk to the object storage. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageProperties.class)
public class StorageConfiguration {

    @Bean
    ObjectStore objectStore(StorageProperties properties) {
        return new ObjectStore(MinioClient.builder().endpoint(Objects.requireNonNull(properties.endpoint()).toString())
                .region(properties.region()).credentials(properties.accessKey(), properties.secretKey()).build());
    }
}
