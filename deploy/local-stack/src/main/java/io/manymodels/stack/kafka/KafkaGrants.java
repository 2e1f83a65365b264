package io.manymodels.stack.kafka;

import static io.manymodels.stack.kafka.TopicGrant.READ;
import static io.manymodels.stack.kafka.TopicGrant.READ_WRITE;
import static io.manymodels.stack.kafka.TopicGrant.WRITE;
import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Who may do what on the broker; the same as {@code deploy/docker/kafka-setup.sh}. A service writes the facts that it owns
 * and reads those that it acts on; tasks, and what cannot be read, stay within the service.
 */
final class KafkaGrants {

    /** Services that work on tasks. */
    private static final List<String> WORKERS = List.of("ingestion", "training", "promotion", "scoring");

    /** Facts by topic, and who acts on them. */
    private static final Map<String, Set<String>> READERS = Map.of("snapshot-sealed", Set.of("training"),
            "training-completed", Set.of("promotion"), "release-published", Set.of("scoring", "realtime"),
            "predictions-published", Set.of(), "run-finished", Set.of("ingestion"));

    /** Who makes a fact true; every worker says when its runs end. */
    private static final Map<String, Set<String>> WRITERS = Map.ofEntries(entry("snapshot-sealed", Set.of("ingestion")),
            entry("training-completed", Set.of("training")), entry("release-published", Set.of("promotion")),
            entry("predictions-published", Set.of("scoring")), entry("run-finished", Set.copyOf(WORKERS)));

    private KafkaGrants() {}

    /** The topics of facts. They are created with the grants, so that a reader may come before the first writer. */
    static Set<String> facts() {
        return new TreeSet<>(READERS.keySet());
    }

    /** The user's grants by topic; empty for an unknown user. */
    static Map<String, TopicGrant> topics(String user) {
        var grants = new TreeMap<String, TopicGrant>();
        WRITERS.forEach((fact, writers) -> {
            if (writers.contains(user)) {
                grants.put(fact, WRITE);
            }
        });
        READERS.forEach((fact, readers) -> {
            if (readers.contains(user)) {
                grants.merge(fact, READ, (_, _) -> READ_WRITE);
                // Where the stream binder puts a fact that its listener could not take.
                grants.put("error." + fact + "." + user, READ_WRITE);
            }
        });
        if (WORKERS.contains(user)) {
            grants.put(user + "-tasks", READ_WRITE);
            grants.put(user + "-tasks-dlt", READ_WRITE);
        }
        return grants;
    }

    /** All grants as the broker takes them. */
    static List<AclBinding> bindings(Iterable<String> users) {
        var bindings = new ArrayList<AclBinding>();
        for (String user : users) {
            topics(user).forEach((topic, grant) -> {
                var pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
                operations(grant).forEach(operation -> bindings.add(allow(user, pattern, operation)));
            });
            groups(user, bindings);
        }
        return bindings;
    }

    private static List<AclOperation> operations(TopicGrant grant) {
        return switch (grant) {
            case READ -> List.of(AclOperation.READ, AclOperation.DESCRIBE);
            case WRITE -> List.of(AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.CREATE);
            case READ_WRITE -> List.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE,
                    AclOperation.CREATE);
        };
    }

    /** The consumer group has the user's name; workers also share a group whose settings they make themselves. */
    private static void groups(String user, List<AclBinding> bindings) {
        if (user.equals("realtime")) {
            // Every instance hears of every release, in a group of its own that nobody names.
            var anonymous = new ResourcePattern(ResourceType.GROUP, "anonymous.", PatternType.PREFIXED);
            bindings.add(allow(user, anonymous, AclOperation.READ));
            return;
        }
        if (WORKERS.contains(user)) {
            var group = new ResourcePattern(ResourceType.GROUP, user, PatternType.LITERAL);
            bindings.add(allow(user, group, AclOperation.READ));
            var workers = new ResourcePattern(ResourceType.GROUP, user + "-workers", PatternType.LITERAL);
            for (AclOperation operation : List.of(AclOperation.READ, AclOperation.DESCRIBE_CONFIGS,
                    AclOperation.ALTER_CONFIGS)) {
                bindings.add(allow(user, workers, operation));
            }
        }
    }

    private static AclBinding allow(String user, ResourcePattern resource, AclOperation operation) {
        return new AclBinding(resource,
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }
}
