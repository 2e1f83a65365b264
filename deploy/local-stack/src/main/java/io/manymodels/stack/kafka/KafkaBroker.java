package io.manymodels.stack.kafka;

import io.manymodels.stack.credential.Credentials;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka broker that is its own controller, on a folder, at 127.0.0.1. Ports may differ from start to start. Whoever
 * connects, to the broker or to its controller, must have a login, and may do what {@link KafkaGrants} says.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final KafkaRaftServer server;
    private final int port;

    private KafkaBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker, formatting its folder the first time, and brings its grants up to date.
     *
     * @param credentials holds the password of each user
     * @throws IOException when the folder cannot be formatted or the broker does not start
     */
    public static KafkaBroker start(Path folder, int port, int controllerPort, Credentials credentials)
            throws IOException, InterruptedException {
        Path absolute = folder.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        try {
            if (!Files.exists(absolute.resolve("meta.properties"))) {
                format(absolute.toString());
            }
            var server = new KafkaRaftServer(
                    new KafkaConfig(settings(absolute, port, controllerPort, credentials), false), Time.SYSTEM);
            server.startup();
            return guarded(new KafkaBroker(server, port), credentials);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("Kafka did not start on port (" + port + "): " + e.getMessage(), e);
        }
    }

    private static KafkaBroker guarded(KafkaBroker broker, Credentials credentials)
            throws IOException, InterruptedException {
        try (var access = BrokerAccess.connect(broker.bootstrapServers(), credentials, START_PATIENCE)) {
            access.apply();
            return broker;
        } catch (IOException e) {
            broker.close();
            throw e;
        }
    }

    private static void format(String folder) throws Exception {
        new Formatter().setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder)
                .addDirectory(folder)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    private static Map<String, Object> settings(Path folder, int port, int controllerPort, Credentials credentials) {
        var settings = new HashMap<String, Object>();
        settings.put("node.id", "1");
        settings.put("process.roles", "broker,controller");
        settings.put("log.dirs", folder.toString());
        settings.put("listeners", "CLIENTS://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "CLIENTS://127.0.0.1:" + port);
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.putAll(security(credentials));

        settings.put("default.replication.factor", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "4");
        settings.put("group.initial.rebalance.delay.ms", "0");

        // A broker killed with -9 comes back only when its old registration has expired.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");

        // A task may take longer than the default lock of 30 s, whose ceiling is 60 s.
        settings.put("group.share.max.record.lock.duration.ms", "3600000");
        settings.put("group.share.min.heartbeat.interval.ms", "1000");
        settings.put("group.share.heartbeat.interval.ms", "1000");
        settings.put("group.share.delivery.count.limit", "10");
        return settings;
    }

    private static Map<String, Object> security(Credentials credentials) {
        var settings = new HashMap<String, Object>();
        settings.put("listener.security.protocol.map",
                "CLIENTS:" + KafkaLogin.PROTOCOL + ",CONTROLLER:" + KafkaLogin.PROTOCOL);
        settings.put("sasl.enabled.mechanisms", KafkaLogin.MECHANISM);
        settings.put("sasl.mechanism.inter.broker.protocol", KafkaLogin.MECHANISM);
        settings.put("sasl.mechanism.controller.protocol", KafkaLogin.MECHANISM);
        var broker = new KafkaLogin(Credentials.BROKER, credentials.kafkaPassword(Credentials.BROKER));
        var clients = new StringBuilder(broker.module());
        credentials.kafka()
                .forEach((user, password) -> clients.append(" user_").append(user).append("=\"").append(password)
                        .append('"'));
        settings.put("listener.name.clients.plain.sasl.jaas.config", clients + ";");
        settings.put("listener.name.controller.plain.sasl.jaas.config",
                broker.module() + " user_" + broker.user() + "=\"" + broker.password() + "\";");
        settings.put("authorizer.class.name", StandardAuthorizer.class.getName());
        settings.put("super.users", "User:" + Credentials.BROKER);
        settings.put("allow.everyone.if.no.acl.found", "false");
        // A topic comes from its owner, with the owner's settings.
        settings.put("auto.create.topics.enable", "false");
        return settings;
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Waits until the broker has ended, whoever ends it. */
    public void awaitShutdown() {
        server.awaitShutdown();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
