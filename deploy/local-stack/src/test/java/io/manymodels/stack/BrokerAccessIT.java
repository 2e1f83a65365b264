package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The broker: each service writes its own facts and tasks, reads what it acts on, and nobody else gets in. */
class BrokerAccessIT {

    private static final List<String> TOPICS = List.of("snapshot-sealed", "training-completed", "release-published",
            "predictions-published", "run-finished", "ingestion-tasks", "training-tasks", "promotion-tasks",
            "scoring-tasks", "training-tasks-dlt", "error.training-completed.promotion");

    @TempDir
    static Path data;

    static EmbeddedInfrastructure infrastructure;

    @BeforeAll
    static void start() throws Exception {
        infrastructure = EmbeddedInfrastructure.start(data);
        try (Admin broker = Admin.create(infrastructure.kafkaClient("broker"))) {
            List<NewTopic> own = TOPICS.stream().filter(topic -> topic.contains("tasks") || topic.startsWith("error."))
                    .map(topic -> new NewTopic(topic, 1, (short) 1)).toList();
            broker.createTopics(own).all().get();
        }
        try (var broker = producer(infrastructure.kafkaClient("broker"))) {
            for (String topic : TOPICS) {
                broker.send(new ProducerRecord<>(topic, "first")).get();
            }
        }
    }

    @AfterAll
    static void stop() {
        infrastructure.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ingestion|snapshot-sealed,run-finished,ingestion-tasks",
            "training|training-completed,run-finished,training-tasks,training-tasks-dlt",
            "promotion|release-published,run-finished,promotion-tasks,error.training-completed.promotion",
            "scoring|predictions-published,run-finished,scoring-tasks", "realtime|"})
    void aServiceWritesItsOwnTopicsAlone(String service, String own) {
        assertThat(TOPICS.stream().filter(topic -> mayWrite(service, topic)).toList())
                .containsExactlyInAnyOrderElementsOf(names(own));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ingestion|run-finished,ingestion-tasks",
            "training|snapshot-sealed,training-tasks,training-tasks-dlt",
            "promotion|training-completed,promotion-tasks,error.training-completed.promotion",
            "scoring|release-published,scoring-tasks", "realtime|release-published"})
    void aServiceReadsWhatItActsOnAlone(String service, String readable) {
        String group = service.equals("realtime") ? "anonymous.one" : service;

        assertThat(TOPICS.stream().filter(topic -> mayRead(service, group, topic)).toList())
                .containsExactlyInAnyOrderElementsOf(names(readable));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingestion", "training", "promotion", "scoring"})
    void aWorkerSharesItsTasksInItsOwnGroupAlone(String service) throws Exception {
        try (Admin admin = Admin.create(infrastructure.kafkaClient(service))) {
            admin.incrementalAlterConfigs(settingOf(service + "-workers")).all().get();
            assertThatThrownBy(() -> admin.incrementalAlterConfigs(settingOf("foreign-workers")).all().get())
                    .hasCauseInstanceOf(GroupAuthorizationException.class);
        }
        try (var producer = producer(infrastructure.kafkaClient(service))) {
            producer.send(new ProducerRecord<>(service + "-tasks", "a task")).get();
        }
        assertThat(shares(service, service + "-workers")).isTrue();
        assertThatThrownBy(() -> shares(service, "foreign-workers")).isInstanceOf(GroupAuthorizationException.class);
    }

    @Test
    void noServiceRulesTheBroker() {
        try (Admin admin = Admin.create(infrastructure.kafkaClient("promotion"))) {
            assertThatThrownBy(() -> admin.describeAcls(AclBindingFilter.ANY).values().get())
                    .hasCauseInstanceOf(ClusterAuthorizationException.class);
            assertThatThrownBy(() -> admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get())
                    .hasCauseInstanceOf(ClusterAuthorizationException.class);
            assertThatThrownBy(() -> admin.createTopics(List.of(new NewTopic("intruder", 1, (short) 1))).all().get())
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> admin.deleteTopics(List.of("training-completed")).all().get())
                    .hasCauseInstanceOf(AuthorizationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"training,wrong", "reader,wrong", "nobody,wrong"})
    void whoHasNoLoginIsRefused(String user, String password) {
        var client = new HashMap<>(infrastructure.kafkaClient("training"));
        client.computeIfPresent("sasl.jaas.config", (_, login) -> login.toString()
                .replaceAll("username=\"\\w+\" password=\"\\w+\"",
                        "username=\"" + user + "\" password=\"" + password + "\""));

        assertThatThrownBy(() -> forge(client)).hasRootCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void anAnonymousClientForgesNothing() {
        assertThatThrownBy(() -> forge(
                Map.of("bootstrap.servers", infrastructure.bootstrapServers(), "max.block.ms", "3000")))
                .hasRootCauseInstanceOf(TimeoutException.class);
    }

    private static void forge(Map<String, Object> client) throws Exception {
        try (var producer = producer(client)) {
            producer.send(new ProducerRecord<>("training-completed", "{\"run\":\"forged\"}")).get();
        }
    }

    private static boolean mayWrite(String service, String topic) {
        try (var producer = producer(infrastructure.kafkaClient(service))) {
            producer.send(new ProducerRecord<>(topic, "text")).get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasRootCauseInstanceOf(TopicAuthorizationException.class);
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean mayRead(String service, String group, String topic) {
        var settings = new HashMap<>(infrastructure.kafkaClient(service));
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (int i = 0; i < 300; i++) {
                if (!consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                    return true;
                }
            }
            throw new AssertionError("Neither a record nor a refusal from " + topic);
        } catch (TopicAuthorizationException e) {
            return false;
        }
    }

    private static boolean shares(String service, String group) {
        var settings = new HashMap<>(infrastructure.kafkaClient(service));
        settings.put("group.id", group);
        try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(service + "-tasks"));
            for (int i = 0; i < 300; i++) {
                if (!consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                    return true;
                }
            }
            return false;
        }
    }

    private static Map<ConfigResource, java.util.Collection<AlterConfigOp>> settingOf(String group) {
        return Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), List.of(new AlterConfigOp(
                new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET)));
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> client) {
        return new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
    }

    private static Set<String> names(String list) {
        return list == null ? Set.of() : new TreeSet<>(List.of(list.split(",")));
    }
}
