package io.manymodels.work.outbox;

import io.manymodels.work.api.WorkProperties;
import io.manymodels.work.broker.Broker;
import io.manymodels.work.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Messages that leave with the transaction that makes them true. */
@Configuration(proxyBeanMethods = false)
public class OutboxConfiguration {

    private final String service;
    private final WorkProperties properties;

    OutboxConfiguration(@Value("${spring.application.name}") String service, WorkProperties properties) {
        this.service = service;
        this.properties = properties;
    }

    /** With texts for keys and values; the stream binder makes bytes the default. */
    @Bean
    KafkaTemplate<String, String> taskKafkaTemplate(KafkaProperties kafka, KafkaConnectionDetails connection) {
        Map<String, Object> producer = new HashMap<>(kafka.buildProducerProperties());
        producer.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.getProducer().getBootstrapServers());
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        return new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(producer));
    }

    @Bean
    OutboxRepository outboxRepository(JdbcClient jdbc, DataSource dataSource, JsonMapper json) {
        return new OutboxRepository(jdbc, dataSource, json);
    }

    @Bean
    OutboxRelay outboxRelay(OutboxRepository messages, PlatformTransactionManager transactions,
            @Qualifier("taskKafkaTemplate") KafkaTemplate<String, String> kafka, StreamBridge bridge,
            OutboxMetrics metrics, Broker broker, Traces traces) {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        return new OutboxRelay(messages, transaction, kafka, bridge, metrics,
                new BrokerWatch(broker, messages, transaction), traces, properties.poll());
    }

    @Bean
    OutboxMetrics outboxMetrics(MeterRegistry registry, OutboxRepository messages) {
        return new OutboxMetrics(registry, messages);
    }

    @Bean
    Outbox outbox(OutboxRepository messages, OutboxRelay relay, JsonMapper json, Clock clock, Traces traces) {
        return new Outbox(messages, relay, json, clock, traces, service);
    }
}
