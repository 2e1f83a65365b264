package io.manymodels.work.fanout;

import io.manymodels.work.engine.Leases;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ShareConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ShareKafkaMessageListenerContainer;

/**
 * The share-group consumers of this process (KIP-932). Starts them once the broker answers, so that a service starts, and
 * takes requests, without it.
 */
class Workers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final Duration DRAIN = Duration.ofSeconds(8);

    private final ShareConsumerFactory<String, String> consumers;
    private final KafkaAdmin admin;
    private final TaskListener listener;
    private final Leases leases;
    private final int concurrency;
    private final String service;
    private volatile boolean running;
    private volatile @Nullable ShareKafkaMessageListenerContainer<String, String> container;
    private @Nullable Thread starter;

    Workers(ShareConsumerFactory<String, String> consumers, KafkaAdmin admin, TaskListener listener, Leases leases,
            int concurrency, String service) {
        this.consumers = consumers;
        this.admin = admin;
        this.listener = listener;
        this.leases = leases;
        this.concurrency = concurrency;
        this.service = service;
    }

    @Override
    public void start() {
        running = true;
        starter = Thread.ofPlatform().daemon().name("worker-start").start(this::startWhenBrokerAnswers);
    }

    private void startWhenBrokerAnswers() {
        while (running) {
            try {
                configureGroup();
                ContainerProperties properties = new ContainerProperties(WorkTopics.tasks(service));
                properties.setGroupId(WorkTopics.workers(service));
                properties.setMessageListener(listener);
                properties.setShareAckMode(ContainerProperties.ShareAckMode.EXPLICIT);
                properties.setShareAcknowledgmentTimeout(Duration.ofHours(1));
                var started = new ShareKafkaMessageListenerContainer<>(consumers, properties);
                started.setBeanName(WorkTopics.workers(service));
                started.setConcurrency(concurrency);
                started.start();
                container = started;
                return;
            } catch (ExecutionException | RuntimeException e) {
                LOG.warn("Workers wait for the broker: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                Thread.sleep(1000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** By default a share group starts at the end of the topic, and would lose the tasks sent before it first joined. */
    private void configureGroup() throws ExecutionException, InterruptedException {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, WorkTopics.workers(service));
        Collection<AlterConfigOp> operations = List.of(set("share.auto.offset.reset", "earliest"),
                set("share.record.lock.duration.ms", Long.toString(Duration.ofHours(1).toMillis())));
        try (Admin client = Admin.create(admin.getConfigurationProperties())) {
            client.incrementalAlterConfigs(Map.of(group, operations)).all().get();
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    @Override
    public void stop() {
        running = false;
        if (starter != null) {
            starter.interrupt();
        }
        var current = container;
        if (current != null) {
            Thread stopper = Thread.ofPlatform().daemon().start(current::stop);
            long deadline = System.nanoTime() + DRAIN.toNanos();
            try {
                while (leases.heldNow() > 0 && System.nanoTime() < deadline) {
                    Thread.sleep(50);
                }
                leases.giveBackAll();
                stopper.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops first: nothing new is taken while the rest still works. */
    @Override
    public int getPhase() {
        return 2;
    }
}
