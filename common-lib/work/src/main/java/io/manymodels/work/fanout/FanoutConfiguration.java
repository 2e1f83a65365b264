package io.manymodels.work.fanout;

import io.manymodels.work.api.WorkProperties;
import io.manymodels.work.api.Workforce;
import io.manymodels.work.engine.Leases;
import io.manymodels.work.engine.TaskMetrics;
import io.manymodels.work.engine.TaskQueue;
import io.manymodels.work.engine.TaskRunner;
import io.manymodels.work.outbox.Outbox;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.DefaultShareConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Tasks on their way to the workers of the service, and the workers of this process. */
@Configuration(proxyBeanMethods = false)
public class FanoutConfiguration {

    /**
     * One, so that every worker reads it: Kafka's SimpleAssignor gives a partition to ceil(workers / partitions) workers, and
     * with more partitions than workers a long task would hold up those behind it while other workers idle.
     */
    private static final int TASK_TOPIC_PARTITIONS = 1;

    private final String service;
    private final WorkProperties properties;

    FanoutConfiguration(@Value("${spring.application.name}") String service, WorkProperties properties) {
        this.service = service;
        this.properties = properties;
    }

    @Bean
    TaskQueue taskQueue(Outbox outbox, JsonMapper json) {
        return new TaskMessages(outbox, json, service);
    }

    @Bean
    TaskListener taskListener(TaskRunner runner, @Qualifier("taskKafkaTemplate") KafkaTemplate<String, String> kafka,
            JsonMapper json,
            TaskMetrics metrics) {
        return new TaskListener(runner, kafka, json, metrics, service);
    }

    @Bean
    Workers workers(KafkaProperties kafka, KafkaConnectionDetails connection, KafkaAdmin admin, TaskListener listener,
            Leases leases) {
        Map<String, Object> consumer = new HashMap<>(kafka.buildConsumerProperties());
        // A share consumer refuses these.
        consumer.remove(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
        consumer.remove(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG);
        consumer.remove(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
        consumer.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.getConsumer().getBootstrapServers());
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        consumer.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 24 * 3600 * 1000);
        consumer.put("share.acquire.mode", "record_limit");
        return new Workers(new DefaultShareConsumerFactory<>(consumer), admin, listener, leases,
                properties.concurrency(),
                service);
    }

    @Bean
    Workforce workforce(KafkaAdmin admin) {
        return new ShareGroup(admin, service, properties.concurrency());
    }

    @Bean
    NewTopics taskTopics() {
        return new NewTopics(topic(WorkTopics.tasks(service), TASK_TOPIC_PARTITIONS),
                topic(WorkTopics.deadLetters(service), 1));
    }

    private static NewTopic topic(String name, int partitions) {
        return TopicBuilder.name(name).partitions(partitions).build();
    }
}
