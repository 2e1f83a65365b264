package io.manymodels.work;

import io.manymodels.web.WebConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.DefaultShareConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.HandlerExceptionResolver;
import tools.jackson.databind.json.JsonMapper;

/**
 * Import this to own runs. Needs a {@link RunProcess} bean for each kind; the service's name, and so its topics, is
 * {@code spring.application.name}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkProperties.class)
@Import({WebConfiguration.class, RunController.class})
public class WorkConfiguration {

    /**
     * One, so that every worker reads it: Kafka's SimpleAssignor gives a partition to ceil(workers / partitions) workers, and
     * with more partitions than workers a long task would hold up those behind it while other workers idle.
     */
    private static final int TASK_TOPIC_PARTITIONS = 1;

    private final String service;
    private final WorkProperties properties;

    WorkConfiguration(@Value("${spring.application.name}") String service, WorkProperties properties) {
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
    RunRepository runRepository(JdbcClient jdbc, DataSource dataSource, JsonMapper json) {
        return new RunRepository(jdbc, dataSource, json);
    }

    @Bean
    TaskRepository taskRepository(JdbcClient jdbc, DataSource dataSource) {
        return new TaskRepository(jdbc, dataSource);
    }

    @Bean
    OutboxRepository outboxRepository(JdbcClient jdbc, DataSource dataSource, JsonMapper json) {
        return new OutboxRepository(jdbc, dataSource, json);
    }

    @Bean
    OutboxRelay outboxRelay(OutboxRepository messages, PlatformTransactionManager transactions,
            @Qualifier("taskKafkaTemplate") KafkaTemplate<String, String> kafka, StreamBridge bridge) {
        return new OutboxRelay(messages, new TransactionTemplate(transactions), kafka, bridge, properties.poll(),
                service);
    }

    @Bean
    Outbox outbox(OutboxRepository messages, OutboxRelay relay, JsonMapper json, Clock clock) {
        return new Outbox(messages, relay, json, clock, service);
    }

    @Bean
    TaskQueue taskQueue(Outbox outbox, JsonMapper json) {
        return new TaskMessages(outbox, json, service);
    }

    @Bean
    Leases leases(TaskRepository tasks, TaskQueue queue, PlatformTransactionManager transactions) {
        return new Leases(tasks, queue, new TransactionTemplate(transactions), properties.lease());
    }

    @Bean
    TaskMetrics taskMetrics(MeterRegistry registry, TaskRepository tasks, Clock clock) {
        return new TaskMetrics(registry, tasks, clock);
    }

    @Bean
    Processes processes(List<RunProcess> processes) {
        return new Processes(processes);
    }

    @Bean
    Transitions transitions(RunRepository runs, TaskRepository tasks, TaskQueue queue, Outbox outbox,
            Processes processes, PlatformTransactionManager transactions, TaskMetrics metrics) {
        return new Transitions(runs, tasks, queue, outbox, processes, new TransactionTemplate(transactions), metrics);
    }

    @Bean
    TaskRunner taskRunner(RunRepository runs, TaskRepository tasks, Transitions transitions, Processes processes,
            Leases leases, TaskMetrics metrics) {
        String worker = service + "@" + ManagementFactory.getRuntimeMXBean().getName();
        return new TaskRunner(runs, tasks, transitions, processes, leases, properties, metrics, worker);
    }

    @Bean
    Runs runs(RunRepository repository, Transitions transitions) {
        return new StoredRuns(repository, transitions);
    }

    @Bean
    RunEvents runEvents(Runs runs, Clock clock) {
        return new RunEvents(runs, clock);
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
    NewTopics taskTopics() {
        return new NewTopics(topic(WorkTopics.tasks(service), TASK_TOPIC_PARTITIONS),
                topic(WorkTopics.deadLetters(service), 1));
    }

    private static NewTopic topic(String name, int partitions) {
        return TopicBuilder.name(name).partitions(partitions).build();
    }

    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(JdbcClient jdbc,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        var registration = new FilterRegistrationBean<>(
                new IdempotencyFilter(new IdempotencyRepository(jdbc), problems));
        registration.addUrlPatterns("/api/*");
        // Behind Spring Security, which puts the principal into the request.
        registration.setOrder(Ordered.LOWEST_PRECEDENCE - 10);
        return registration;
    }
}
