package io.manymodels.stack.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.stack.SetupScript;
import io.manymodels.stack.credential.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BucketGrantsTest {

    private static final Set<String> WRITES = Set.of("s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload",
            "s3:ListMultipartUploadParts");

    @TempDir
    Path folder;

    private final List<String> users = Stream.concat(Credentials.SERVICES.stream(), Stream.of(Credentials.READER))
            .toList();

    @Test
    void composeGrantsTheSame() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Map<String, String> environment = keys();
        environment.put("STORAGE_DATA", data.toString());
        environment.put("TMPDIR", Files.createDirectory(folder.resolve("tmp")).toString());

        List<String> call = SetupScript.calls(folder, "seaweedfs.sh", environment, "weed").getLast();

        assertThat(call).startsWith("weed", "server", "-dir=" + data).contains("-ip.bind=127.0.0.1", "-s3",
                "-s3.ip.bind=0.0.0.0", "-master.telemetry=false");
        Path configuration = Path.of(call.stream().filter(argument -> argument.startsWith("-s3.config=")).findFirst()
                .orElseThrow().replace("-s3.config=", ""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configuration))).isEqualTo("rw-------");
        Map<String, Map<String, Grant>> granted = new TreeMap<>();
        for (JsonNode identity : JsonMapper.shared().readTree(configuration).path("identities")) {
            String user = identity.path("name").asString();
            assertThat(identity.path("credentials").path(0).path("accessKey").asString()).isEqualTo(user + "-key");
            granted.put(user, actions(identity));
        }
        assertThat(granted).containsOnlyKeys(users)
                .allSatisfy((user, grants) -> assertThat(grants).isEqualTo(new TreeMap<>(BucketGrants.of(user))));
    }

    private static Map<String, Grant> actions(JsonNode identity) {
        Map<String, Set<String>> verbs = new TreeMap<>();
        identity.path("actions").forEach(action -> {
            String[] parts = action.asString().split(":");
            verbs.computeIfAbsent(parts[1], _ -> new TreeSet<>()).add(parts[0]);
        });
        Map<String, Grant> grants = new TreeMap<>();
        verbs.forEach((bucket, allowed) -> {
            assertThat(allowed).contains("Read", "List").isSubsetOf("Read", "List", "Write");
            grants.put(bucket, allowed.contains("Write") ? Grant.READ_WRITE : Grant.READ);
        });
        return grants;
    }

    @Test
    void composeMakesTheSameBuckets() throws Exception {
        Path made = folder.resolve("made");
        Map<String, String> environment = new TreeMap<>(Map.of("MADE", made.toString()));

        // Remembers the buckets that it is told to make, and lists them.
        SetupScript.run(folder, "seaweedfs.sh", environment, Map.of("weed", """
                read -r command
                case "$command" in
                  s3.bucket.list) sed 's/.*/  &\tsize:0/' "$MADE" 2>/dev/null ;;
                  *) echo "${command#s3.bucket.create -name }" >> "$MADE" ;;
                esac
                """), "buckets");

        assertThat(Files.readAllLines(made)).containsExactlyInAnyOrderElementsOf(BucketGrants.BUCKETS);
    }

    private Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        users.forEach(user -> {
            keys.put("STORAGE_ACCESS_KEY_" + user.toUpperCase(Locale.ROOT), user + "-key");
            keys.put("STORAGE_SECRET_KEY_" + user.toUpperCase(Locale.ROOT), "secret");
        });
        return keys;
    }

    @Test
    void theScriptForAMinioGrantsTheSame() throws Exception {
        Map<String, String> environment = keys();
        environment.putAll(Map.of("MANYMODELS_STORAGE_ENDPOINT", "http://storage:9000", "MINIO_ROOT_USER", "root",
                "MINIO_ROOT_PASSWORD", "secret", "POLICIES", folder.toString()));

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
