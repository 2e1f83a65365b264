package io.manymodels.work.fanout;

import io.manymodels.work.api.Workforce;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/** The members of the share group, of which each takes a task at a time. Where the broker does not say, this process alone counts. */
class ShareGroup implements Workforce {

    private static final Logger LOG = LoggerFactory.getLogger(ShareGroup.class);
    private static final int PATIENCE_SECONDS = 5;

    private final KafkaAdmin admin;
    private final String service;
    private final int own;

    /** @param own tasks that this process works on at a time */
    ShareGroup(KafkaAdmin admin, String service, int own) {
        this.admin = admin;
        this.service = service;
        this.own = own;
    }

    @Override
    public int seats() {
        String group = WorkTopics.workers(service);
        try (Admin client = Admin.create(admin.getConfigurationProperties())) {
            var description = Objects
                    .requireNonNull(client.describeShareGroups(List.of(group)).describedGroups().get(group));
            return Math.max(own, description.get(PATIENCE_SECONDS, TimeUnit.SECONDS).members().size());
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The broker does not say who works for {}: {}", group, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return own;
    }
}
