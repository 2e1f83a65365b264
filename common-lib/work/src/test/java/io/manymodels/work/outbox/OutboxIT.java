package io.manymodels.work.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.manymodels.event.RunFinished;
import io.manymodels.run.RunKind;
import io.manymodels.work.NoProcess;
import io.manymodels.work.TestStack;
import io.manymodels.work.WorkConfiguration;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.broker.Broker;
import io.manymodels.work.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the outbox promises, against the real broker and database. */
class OutboxIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() {
        service = TestStack.start(TestService.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void empty() {
        jdbc().sql("DELETE FROM training.outbox").update();
    }

    @Test
    void aMessageThatNoBrokerTakesIsSetAsideAndTheOthersFlow() {
        String tooLarge = "x".repeat(2 << 20);
        transaction().executeWithoutResult(_ -> outbox().write(List.of(
                OutboxMessage.of("run-finished", "large", Map.of("ce_type", "t"), "\"" + tooLarge + "\""),
                OutboxMessage.of("run-finished", "large", Map.of("ce_type", "t"), "{\"after\":\"large\"}"),
                OutboxMessage.of("training-tasks", "large", Map.of(), tooLarge),
                OutboxMessage.of("run-finished", "other", Map.of("ce_type", "t"), "{\"other\":true}"))));

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                jdbc().sql("SELECT status FROM training.outbox ORDER BY id").query(String.class).list())
                .containsExactly("refused", "refused"));
        assertThat(jdbc().sql("SELECT problem FROM training.outbox").query(String.class).list())
                .allSatisfy(problem -> assertThat(problem).contains("RecordTooLargeException"));
        assertThat(received("run-finished")).contains("{\"after\":\"large\"}", "{\"other\":true}");
        assertThat(service.getBean(MeterRegistry.class)
                .get("manymodels.outbox.refusals").counter().count()).isEqualTo(2);
    }

    @Test
    void messagesOfOneKeyAreClaimedByOneRelayAtATime() {
        OutboxRepository messages = service.getBean(OutboxRepository.class);
        service.getBean(OutboxRelay.class).stop();
        try {
            transaction().executeWithoutResult(_ -> messages.insert(List.of(message("a", "1"), message("a", "2"),
                    message("b", "1"), message("a", "3"), message("c", "1"))));

            List<OutboxMessage> first = claim(messages, 1);
            List<OutboxMessage> second = claim(messages, 10);

            assertThat(first).extracting(OutboxMessage::key, OutboxMessage::payload)
                    .containsExactly(tuple("a", "1"));
            assertThat(second).extracting(OutboxMessage::key).containsExactly("b", "c");

            messages.retry(first.getFirst().id(), Duration.ofHours(1), "the broker was away");
            assertThat(claim(messages, 10)).as("what follows a message that waits, waits too").isEmpty();

            messages.refuse(claimedAgain(messages, first.getFirst().id()), "too large");
            assertThat(claim(messages, 10)).extracting(OutboxMessage::payload).as("and goes on without it")
                    .containsExactly("2", "3");
        } finally {
            service.getBean(OutboxRelay.class).start();
        }
    }

    @Test
    void whatADeadRelayClaimedIsSentByAnother() {
        OutboxRepository messages = service.getBean(OutboxRepository.class);
        service.getBean(OutboxRelay.class).stop();
        try {
            transaction().executeWithoutResult(_ -> messages.insert(List.of(message("d", "1"))));
            transaction().executeWithoutResult(_ -> messages.claim(10, Duration.ZERO));

            Awaitility.await().atMost(PATIENCE).until(() -> claim(messages, 10).size() == 1);
        } finally {
            service.getBean(OutboxRelay.class).start();
        }
    }

    @Test
    void noTransactionIsOpenWhileTheBrokerIsAway() {
        service.getBean(OutboxRelay.class).stop();
        Map<String, Object> nobody = new HashMap<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1",
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 3000, ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                StringSerializer.class, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class));
        OutboxRelay relay = new OutboxRelay(service.getBean(OutboxRepository.class), transaction(),
                new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(nobody)), service.getBean(StreamBridge.class),
                new OutboxMetrics(new SimpleMeterRegistry(), service.getBean(OutboxRepository.class)),
                new BrokerWatch(service.getBean(Broker.class), service.getBean(OutboxRepository.class), transaction()),
                service.getBean(Traces.class), Duration.ofMillis(50));
        try {
            transaction().executeWithoutResult(_ -> service.getBean(OutboxRepository.class)
                    .insert(List.of(message("e", "1"), message("f", "1"))));
            relay.start();

            // Others of the service's threads have transactions of their own.
            Map<String, @Nullable Object> seen = Awaitility.await().atMost(PATIENCE).until(() -> jdbc().sql("""
                    SELECT (SELECT count(*) FROM training.outbox WHERE status = 'sending') AS sending,
                           (SELECT count(*) FROM pg_stat_activity
                            WHERE usename = 'training' AND state LIKE 'idle in%' AND query LIKE '%outbox%') AS open
                    """).query().singleRow(), now -> !Objects.equals(now.get("sending"), 0L));
            assertThat(seen).containsEntry("open", 0L);
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                    jdbc().sql("SELECT count(*) FROM training.outbox WHERE problem LIKE 'TimeoutException%'")
                            .query(Long.class).single())
                    .isEqualTo(1));
            assertThat(statuses()).doesNotContain("refused");
        } finally {
            relay.stop();
            service.getBean(OutboxRelay.class).start();
        }
    }

    /** As a database that was restored beside a new broker finds it. */
    @Test
    void factsThatAnotherBrokerTookAreSentAgainAndTasksAreNot() {
        transaction().executeWithoutResult(_ -> outbox().write(List.of(
                OutboxMessage.of("run-finished", "g", Map.of("ce_type", "t"), "{\"other\":\"lost\"}"),
                OutboxMessage.of("training-tasks", "g", Map.of(), "{}"))));
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(statuses()).isEmpty());
        OutboxRepository messages = service.getBean(OutboxRepository.class);
        String cluster = Awaitility.await("the relay knows the broker").atMost(PATIENCE).until(
                () -> jdbc().sql("SELECT cluster FROM training.broker").query(String.class).optional().orElse(""),
                known -> !known.isEmpty());
        service.getBean(OutboxRelay.class).stop();
        try {
            assertThat(sendTo(messages, cluster)).as("the same broker").isZero();

            jdbc().sql("UPDATE training.broker SET cluster = 'of before'").update();

            assertThat(sendTo(messages, cluster)).isPositive();
            assertThat(jdbc().sql("SELECT payload FROM training.outbox").query(String.class).list())
                    .contains("{\"other\":\"lost\"}").doesNotContain("{}");
            assertThat(sendTo(messages, cluster)).as("once").isZero();
        } finally {
            service.getBean(OutboxRelay.class).start();
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(statuses()).isEmpty());
        assertThat(received("run-finished").stream().filter("{\"other\":\"lost\"}"::equals)).hasSize(2);
    }

    private static int sendTo(OutboxRepository messages, String cluster) {
        return Objects.requireNonNull(transaction().execute(_ -> messages.sendTo(cluster)));
    }

    @Test
    void theTextsOfAFactAreBounded() {
        RunFinished fact = new RunFinished("f", "ingestion", UUID.randomUUID(), null, "failed", "€".repeat(620_000));

        assertThat(fact.problem()).hasSizeLessThan(2000);
    }

    private static long claimedAgain(OutboxRepository messages, long id) {
        jdbc().sql("UPDATE training.outbox SET not_before = NULL WHERE id = ?").param(id).update();
        return claim(messages, 1).getFirst().id();
    }

    private static List<OutboxMessage> claim(OutboxRepository messages, int limit) {
        return Objects.requireNonNull(transaction().execute(_ -> messages.claim(limit, Duration.ofMinutes(1))));
    }

    private static OutboxMessage message(String key, String payload) {
        return OutboxMessage.of("order-tasks", key, Map.of(), payload);
    }

    private static List<@Nullable String> statuses() {
        return jdbc().sql("SELECT status FROM training.outbox").query(String.class).list();
    }

    /** All that the topic holds. */
    private static List<String> received(String topic) {
        List<String> values = new ArrayList<>();
        Map<String, Object> client = TestStack.infrastructure().kafkaClient("broker");
        try (var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(500)).forEach(each -> values.add(each.value()));
            }
        }
        return values;
    }

    private static Outbox outbox() {
        return service.getBean(Outbox.class);
    }

    private static JdbcClient jdbc() {
        return service.getBean(JdbcClient.class);
    }

    private static TransactionTemplate transaction() {
        return new TransactionTemplate(service.getBean(PlatformTransactionManager.class));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(WorkConfiguration.class)
    static class TestService {

        @Bean
        RunProcess process() {
            return new NoProcess(RunKind.TRAINING);
        }
    }
}
