package io.manymodels.stack.kafka;

import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.process.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.TopicExistsException;

/** The grants and topics of a running broker, made to be what {@link KafkaGrants} says. */
public final class BrokerAccess implements Readiness, AutoCloseable {

    private final Admin admin;
    private final Set<AclBinding> expected;

    private BrokerAccess(Admin admin, Set<AclBinding> expected) {
        this.admin = admin;
        this.expected = expected;
    }

    /** Connects as the broker's own user, with patience of the given length for each question. */
    public static BrokerAccess connect(String bootstrapServers, Credentials credentials, Duration patience) {
        var settings = new HashMap<String, Object>(
                new KafkaLogin(Credentials.BROKER, credentials.kafkaPassword(Credentials.BROKER)).clientSettings());
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("default.api.timeout.ms", (int) patience.toMillis());
        settings.put("request.timeout.ms", (int) patience.toMillis());
        return new BrokerAccess(Admin.create(settings), Set.copyOf(KafkaGrants.bindings(Credentials.SERVICES)));
    }

    /**
     * Adds what is missing and takes away what is too much.
     *
     * @throws IOException when the broker does not answer in time or refuses
     */
    void apply() throws IOException, InterruptedException {
        try {
            Set<AclBinding> found = found();
            List<AclBinding> missing = expected.stream().filter(binding -> !found.contains(binding)).toList();
            List<AclBindingFilter> surplus = found.stream().filter(binding -> !expected.contains(binding))
                    .map(AclBinding::toFilter).toList();
            if (!missing.isEmpty()) {
                admin.createAcls(missing).all().get();
            }
            if (!surplus.isEmpty()) {
                admin.deleteAcls(surplus).all().get();
            }
            createFacts();
        } catch (ExecutionException e) {
            throw new IOException("The broker did not take its grants: " + e.getCause(), e);
        }
    }

    private void createFacts() throws ExecutionException, InterruptedException {
        List<NewTopic> topics = new ArrayList<>();
        KafkaGrants.facts().forEach(fact -> topics.add(new NewTopic(fact, 1, (short) 1)));
        for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private Set<AclBinding> found() throws ExecutionException, InterruptedException {
        return new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get());
    }

    /** Ready when it answers, and nobody may do more or less than granted. */
    @Override
    public boolean ready() throws InterruptedException {
        try {
            return found().equals(expected)
                    && admin.listTopics().names().get().containsAll(KafkaGrants.facts());
        } catch (ExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
