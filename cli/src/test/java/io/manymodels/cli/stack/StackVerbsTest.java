package io.manymodels.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.cli.RecordedPlatform;
import io.manymodels.cli.RecordedPlatform.Result;
import io.manymodels.cli.connection.StackFolder;
import io.manymodels.deployment.StackProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Against processes that really run, with the marks of a stack on their command lines. */
class StackVerbsTest {

    @TempDir
    Path folder;

    private RecordedPlatform platform;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        platform = new RecordedPlatform(folder);
    }

    @AfterEach
    void stop() throws InterruptedException {
        platform.close();
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatAnswersIsReadyAndWhatDoesNotIsNot() throws Exception {
        try (var broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int deaf = closedPort();
            part("stack");
            part("kafka");
            part("storage");
            tell("ready", "kafka", "ready", broker.getLocalPort(), "storage", "ready", deaf, "training", "restarting",
                    deaf, "scoring", "ready", deaf, "realtime", "failed", deaf);

            JsonNode status = JsonMapper.shared().readTree(platform.run("status", "--json").out());

            assertThat(status.path("phase").asString()).isEqualTo("degraded");
            assertThat(states(status)).containsExactly("stack=ready", "kafka=ready", "storage=unready",
                    "training=restarting", "scoring=down", "realtime=failed");
            Result text = platform.run("status");
            assertThat(text.exitCode()).isEqualTo(1);
            assertThat(text.out()).contains("is degraded: [storage is unready, training is restarting, scoring is down,"
                    + " realtime is failed]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "restore"})
    void backupsAreTheLaunchersToStart(String verb) {
        Result result = platform.run(verb, folder.resolve("monday").toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("Maybe call ./manymodels " + verb + ".");
        assertThat(platform.run(verb).err()).contains("Missing required parameter: 'DIR'");
    }

    @Test
    void aStackThatWasKilledShowsWhatItLeft() throws Exception {
        Process kafka = part("kafka");
        Process training = part("training");
        tell("ready", "kafka", "ready", closedPort(), "training", "restarting", closedPort(), "scoring", "ready",
                closedPort());

        Result status = platform.run("status");

        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).contains("was killed, and left running what has a PID above")
                .contains("./manymodels down").containsPattern("stack +down").containsPattern("kafka +unready +"
                        + kafka.pid())
                .containsPattern("training +unready +" + training.pid())
                .containsPattern("scoring +down");
    }

    @Test
    void downEndsWhatAKilledStackLeft() throws Exception {
        Process kafka = part("kafka");
        Process training = part("training");
        Path server = Files.createDirectories(folder.resolve("postgres/data"));
        Process postmaster = shell("-D", server.toString());
        Files.writeString(server.resolve("postmaster.pid"), postmaster.pid() + "\n");
        Process neighbour = shell(StackProcesses.marks(Path.of(folder + "2"), "kafka").toArray(String[]::new));

        assertThat(platform.run("down").exitCode()).isZero();

        for (Process ended : List.of(kafka, training, postmaster)) {
            assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(neighbour.isAlive()).isTrue();
        assertThat(platform.run("down").err()).contains("Nothing runs in " + folder);
        assertThat(platform.run("status").out()).contains("Nothing runs in " + folder);
    }

    @Test
    void aSecondUpWhileAStackRunsIsRefused() throws Exception {
        Process stack = part("stack");

        Result second = platform.run("up", "--detach");

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("A stack already runs on " + folder + " (pid " + stack.pid() + "). Maybe");
    }

    @Test
    void aSecondUpWhileAnotherStartsIsRefusedAndTouchesNoLog() throws Exception {
        StackFolder data = StackFolder.of(folder);
        data.create();
        Files.writeString(data.log("stack"), "of the first");
        try (var _ = StartLock.take(data)) {
            Result second = platform.run("up", "--detach");

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).contains("Another ./manymodels up is starting a stack on " + folder + ". Maybe");
            assertThat(data.log("stack")).hasContent("of the first");
        }
        StartLock.take(data).close();
    }

    @Test
    void theFoldersAreTheOwnersAlone() throws Exception {
        Path open = Files.createDirectories(folder.resolve("data"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        StackFolder.of(open).create();

        for (String name : List.of("", "run", "logs")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open.resolve(name))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void envExportsWhatReadsUnlessSomebodyAsksForMore() {
        String exports = platform.run("env").out();

        assertThat(exports).contains("export PGUSER='reader'", "export PGPASSWORD='reader'\\''s password'",
                "export PGPORT='15432'", "export AWS_ACCESS_KEY_ID='reader-key'", "export AWS_REGION='us-east-1'",
                "export MANYMODELS_URL_REALTIME='http://127.0.0.1:", "export MANYMODELS_API_KEY='mm_viewer12_secret'",
                "export KAFKA_BOOTSTRAP_SERVERS='127.0.0.1:19092'");
        assertThat(exports).doesNotContain(RecordedPlatform.OWNER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "operator", "approver", "predictor", "owner"})
    void envExportsTheKeyOfARole(String role) {
        JsonNode variables = JsonMapper.shared().readTree(platform.run("env", "--role", role, "--json").out());

        assertThat(variables.path("MANYMODELS_API_KEY").asString())
                .isEqualTo(role.equals("owner") ? RecordedPlatform.OWNER : "mm_" + role.substring(0, 6) + "12_secret");
        assertThat(variables.path("MANYMODELS_API_KEY_OF").asString("")).isEmpty();
    }

    @Test
    void anUnknownRoleIsRefused() {
        assertThat(platform.run("env", "--role", "boss").exitCode()).isEqualTo(2);
    }

    /** In processes of their own, because the environment is theirs. */
    @Test
    void theCommandLineKeepsTheOwnersRightsBesideAnExportedKeyAndTakesOneThatSomebodyChose() throws Exception {
        platform.answers("GET /ingestion/families?limit=1000", "{\"items\":[]}");
        String viewer = "mm_viewer12_secret";

        assertThat(separately(viewer, folder.toString(), "families")).isZero();
        assertThat(separately(viewer, "", "families")).isZero();
        assertThat(separately(viewer, folder + "2", "families")).isZero();

        assertThat(platform.calls().stream().map(RecordedPlatform.Call::authorization)).containsExactly(
                "Bearer " + RecordedPlatform.OWNER, "Bearer " + viewer, "Bearer " + viewer);
    }

    @Test
    void logsShowTheirLastLines() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(folder.resolve("logs/training.log"), "one\ntwo\nthree\n");

        assertThat(platform.run("logs", "training-service", "-n", "2").out()).isEqualTo("two\nthree\n");
        Result unknown = platform.run("logs", "trainer");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("(trainer)").contains("[training]");
    }

    @Test
    void aStackIsStartedByTheLauncherAlone() {
        assertThat(platform.run("up", "--detach").exitCode()).isEqualTo(2);
        assertThatThrownBy(() -> StackFolder.of(Path.of("/proc/nothing")).create()).isInstanceOf(IOException.class);
    }

    private int separately(String key, String keyOf, String... verb) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), "io.manymodels.cli.ManyModels"));
        command.addAll(List.of(verb));
        command.addAll(List.of("--data", folder.toString()));
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("MANYMODELS_API_KEY", key);
        builder.environment().put("MANYMODELS_API_KEY_OF", keyOf);
        return builder.start().waitFor();
    }

    /** What the stack wrote about itself: name, state and port of each part. */
    private void tell(String phase, Object... parts) {
        Path file = folder.resolve("run/stack.json");
        var state = (ObjectNode) JsonMapper.shared().readTree(file);
        state.put("phase", phase);
        var list = state.putArray("processes");
        for (int i = 0; i < parts.length; i += 3) {
            list.addObject().put("name", parts[i].toString()).put("state", parts[i + 1].toString()).put("port",
                    (Integer) parts[i + 2]);
        }
        JsonMapper.shared().writeValue(file, state);
    }

    private static List<String> states(JsonNode status) {
        return Stream.iterate(0, i -> i < status.path("processes").size(), i -> i + 1)
                .map(i -> status.path("processes").get(i))
                .map(part -> part.path("name").asString() + "=" + part.path("state").asString()).toList();
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process part(String part) throws IOException {
        return shell(StackProcesses.marks(folder, part).toArray(String[]::new));
    }

    /**
     * "sh -c" takes what follows its script as arguments, as java takes its options. A shell cannot trap what was ignored
     * when it started, as SIGINT is in all that a build in the background starts.
     */
    private Process shell(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("perl", "-e", "$SIG{INT} = 'DEFAULT'; exec @ARGV", "--", "sh", "-c",
                "trap 'exit 0' TERM INT; while :; do sleep 0.1; done"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }
}
