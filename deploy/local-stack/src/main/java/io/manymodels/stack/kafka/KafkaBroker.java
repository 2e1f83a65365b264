package io.manymodels.stack.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka broker that is its own controller, on a folder, at 127.0.0.1. Ports may differ from start to start. */
public final class KafkaBroker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final int port;

    private KafkaBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker, formatting its folder the first time.
     *
     * @throws IOException when the folder cannot be formatted or the broker does not start
     */
    public static KafkaBroker start(Path folder, int port, int controllerPort) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        try {
            if (!Files.exists(absolute.resolve("meta.properties"))) {
                format(absolute.toString());
            }
            var server = new KafkaRaftServer(new KafkaConfig(settings(absolute, port, controllerPort), false),
                    Time.SYSTEM);
            server.startup();
            return new KafkaBroker(server, port);
        } catch (Exception e) {
            throw new IOException("Kafka did not start on port (" + port + "): " + e.getMessage(), e);
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

    private static Map<String, Object> settings(Path folder, int port, int controllerPort) {
        var settings = new HashMap<String, Object>();
        settings.put("node.id", "1");
        settings.put("process.roles", "broker,controller");
        settings.put("log.dirs", folder.toString());
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);

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
