package io.manymodels.stack.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.stack.SetupScript;
import io.manymodels.stack.credential.Credentials;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaGrantsTest {

    private static final Map<String, AclOperation> OPERATIONS = Map.of("Read", AclOperation.READ, "Write",
            AclOperation.WRITE, "Describe", AclOperation.DESCRIBE, "Create", AclOperation.CREATE, "DescribeConfigs",
            AclOperation.DESCRIBE_CONFIGS, "AlterConfigs", AclOperation.ALTER_CONFIGS);

    @TempDir
    Path folder;

    @Test
    void composeGrantsTheSame() throws Exception {
        Set<AclBinding> granted = new HashSet<>();
        Set<String> created = new HashSet<>();
        for (List<String> call : SetupScript.calls(folder, "kafka-setup.sh",
                Map.of("SPRING_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "KAFKA_PASSWORD_BROKER", "secret"),
                "kafka-topics.sh", "kafka-acls.sh")) {
            assertThat(SetupScript.values(call, "--bootstrap-server")).containsExactly("kafka:9092");
            if (call.getFirst().equals("kafka-topics.sh")) {
                created.addAll(SetupScript.values(call, "--topic"));
            } else {
                granted.addAll(bindings(call));
            }
        }

        assertThat(created).isEqualTo(KafkaGrants.facts());
        assertThat(granted).containsExactlyInAnyOrderElementsOf(
                new HashSet<>(KafkaGrants.bindings(Credentials.SERVICES)));
    }

    private static Set<AclBinding> bindings(List<String> call) {
        PatternType pattern = SetupScript.values(call, "--resource-pattern-type").contains("prefixed")
                ? PatternType.PREFIXED
                : PatternType.LITERAL;
        Set<AclBinding> bindings = new HashSet<>();
        for (String user : SetupScript.values(call, "--allow-principal")) {
            for (String operation : SetupScript.values(call, "--operation")) {
                var entry = new AccessControlEntry(user, "*", OPERATIONS.get(operation), AclPermissionType.ALLOW);
                SetupScript.values(call, "--topic").forEach(name -> bindings
                        .add(new AclBinding(new ResourcePattern(ResourceType.TOPIC, name, pattern), entry)));
                SetupScript.values(call, "--group").forEach(name -> bindings
                        .add(new AclBinding(new ResourcePattern(ResourceType.GROUP, name, pattern), entry)));
            }
        }
        return bindings;
    }

    @Test
    void whoIsNoServiceMayDoNothing() {
        assertThat(KafkaGrants.topics("reader")).isEmpty();
        assertThat(KafkaGrants.bindings(List.of("reader", "nobody"))).isEmpty();
    }
}
