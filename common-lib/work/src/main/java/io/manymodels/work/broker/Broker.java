package io.manymodels.work.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.jspecify.annotations.Nullable;

/** The service's own login at the broker, kept open to ask who is there: questions that need no grant. */
public final class Broker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<String, Object> properties;
    private @Nullable Admin client;

    Broker(Map<String, Object> properties) {
        this.properties = new HashMap<>(properties);
        this.properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        this.properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        // A client looks for a broker that is gone even when nobody asks: not ten times a second.
        this.properties.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 1000L);
        this.properties.put(AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, 1000L);
    }

    /** The brokers that are there; throws where none answers, or refuses the login. */
    Collection<Node> nodes() throws ExecutionException, InterruptedException {
        return client().describeCluster().nodes().get();
    }

    /** The id of the cluster, which it got when it was set up; throws where no broker answers, or refuses the login. */
    public String clusterId() throws ExecutionException, InterruptedException {
        return client().describeCluster().clusterId().get();
    }

    /** Made when first asked: where no name of the bootstrap servers is known, it cannot be. */
    private synchronized Admin client() {
        Admin open = client;
        if (open == null) {
            open = Admin.create(properties);
            client = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        Admin open = client;
        if (open != null) {
            open.close(PATIENCE);
        }
    }
}
