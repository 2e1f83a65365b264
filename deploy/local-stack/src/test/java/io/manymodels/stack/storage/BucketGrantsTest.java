package io.manymodels.stack.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.stack.SetupScript;
import io.manymodels.stack.credential.Credentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BucketGrantsTest {

    private static final Set<String> WRITES = Set.of("s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload",
            "s3:ListMultipartUploadParts");

    @TempDir
    Path folder;

    @Test
    void composeGrantsTheSame() throws Exception {
        List<String> users = new ArrayList<>(Credentials.SERVICES);
        users.add(Credentials.READER);
        var environment = new TreeMap<>(Map.of("MANYMODELS_STORAGE_ENDPOINT", "http://storage:9000",
                "MINIO_ROOT_USER", "root", "MINIO_ROOT_PASSWORD", "secret", "POLICIES", folder.toString()));
        users.forEach(user -> {
            environment.put("STORAGE_ACCESS_KEY_" + user.toUpperCase(Locale.ROOT), user + "-key");
            environment.put("STORAGE_SECRET_KEY_" + user.toUpperCase(Locale.ROOT), "secret");
        });

        List<List<String>> calls = SetupScript.calls(folder, "minio-setup.sh", environment, "mc");

        assertThat(calls.stream().filter(call -> call.contains("mb")).map(call -> call.getLast().replace("local/", ""))
                .toList()).containsExactlyInAnyOrderElementsOf(BucketGrants.BUCKETS);
        assertThat(calls.stream().filter(call -> call.contains("attach"))
                .map(call -> call.get(5) + "=" + SetupScript.values(call, "--user").getFirst()).toList())
                .containsExactlyInAnyOrderElementsOf(users.stream().map(user -> user + "=" + user + "-key").toList());
        for (String user : users) {
            assertThat(policy(folder.resolve(user + ".json"))).as(user).isEqualTo(new TreeMap<>(BucketGrants.of(user)));
        }
    }

    private static Map<String, Grant> policy(Path file) {
        Map<String, Grant> grants = new TreeMap<>();
        for (JsonNode statement : JsonMapper.shared().readTree(file).path("Statement")) {
            assertThat(statement.path("Effect").asString()).isEqualTo("Allow");
            Set<String> actions = new TreeSet<>();
            statement.path("Action").forEach(action -> actions.add(action.asString()));
            for (JsonNode resource : statement.path("Resource")) {
                String name = resource.asString().replace("arn:aws:s3:::", "");
                if (name.endsWith("/*")) {
                    assertThat(actions).contains("s3:GetObject");
                    boolean writes = actions.containsAll(WRITES);
                    assertThat(actions).hasSize(writes ? WRITES.size() + 1 : 1);
                    grants.put(name.replace("/*", ""), writes ? Grant.READ_WRITE : Grant.READ);
                }
            }
        }
        return grants;
    }
}
