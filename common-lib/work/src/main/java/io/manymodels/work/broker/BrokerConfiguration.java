package io.manymodels.work.broker;

import io.manymodels.watch.DependencyHealth;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaAdmin;

/** Import this to have Kafka among what a service's health tells; it is no part of readiness, as reads need no broker. */
@Configuration(proxyBeanMethods = false)
public class BrokerConfiguration {

    @Bean
    Broker broker(KafkaAdmin admin) {
        return new Broker(admin.getConfigurationProperties());
    }

    @Bean
    DependencyHealth kafka(Broker broker) {
        return new DependencyHealth("kafka", broker::nodes);
    }
}
