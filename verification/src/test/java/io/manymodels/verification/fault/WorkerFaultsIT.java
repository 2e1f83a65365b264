package io.manymodels.verification.fault;

import static io.manymodels.verification.fault.Platform.KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.manymodels.verification.Deployment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Workers that are killed, paused and outrun, at the moments that matter. */
@Tag("faults")
@ExtendWith(Platform.class)
class WorkerFaultsIT {

    private static final String FIRST_KEY = "{\"store\":1,\"item\":1}";
    private static final String SECOND_KEY = "{\"store\":1,\"item\":2}";

    @AfterEach
    void isBack() {
        Platform.awaitReady("TRAINING");
    }

    /** Fault 1. */
    @Test
    void killedInTheMiddleOfTraining() throws Exception {
        String run = Platform.train();
        Platform.awaitWork("training", run);

        Platform.manymodels().kill("training");

        assertSound(run);
    }

    /** Fault 2: the bytes are in storage and the database knows nothing of them. */
    @Test
    void killedAfterTheUploadAndBeforeTheCommit() throws Exception {
        String run;
        try (var held = Platform.locked("training.model_version", "EXCLUSIVE")) {
            run = Platform.train();
            Path uploads = Platform.storage().resolve("candidates/shop/run=" + run);
            await("an upload").atMost(Duration.ofMinutes(1))
                    .until(() -> Files.isDirectory(uploads) && holdsFiles(uploads));
            assertThat(Soundness.orphans(run)).isNotEmpty();

            Platform.manymodels().kill("training");
        }

        assertSound(run);
        await("orphans are collected").atMost(Duration.ofMinutes(1)).until(() -> Soundness.orphans(run).isEmpty());
    }

    private static boolean holdsFiles(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(Files::isRegularFile);
        }
    }

    /** Fault 3: the broker is held still, so that no acknowledgement can reach it. */
    @Test
    void killedAfterTheCommitAndBeforeTheAcknowledgement() throws Exception {
        String run = Platform.train();
        Platform.awaitWork("training", run);
        List<List<Object>> committed;
        try (var silent = Platform.paused(Platform.manymodels().process("kafka"))) {
            await("a commit").atMost(Duration.ofMinutes(1)).until(() -> Platform.count(
                    "SELECT count(*) FROM training.task WHERE run_id = '%s' AND kind = 'part' AND state = 'done'"
                            .formatted(run)) > 0);
            Platform.manymodels().kill("training");
            await("the worker is gone").atMost(Duration.ofMinutes(1)).until(() -> Platform.count(
                    "SELECT count(*) FROM pg_stat_activity WHERE usename = 'training' AND state = 'active'") == 0);
            committed = versions(run);
        }

        assertSound(run);
        assertThat(committed).isNotEmpty();
        assertThat(versions(run)).containsAll(committed);
    }

    private static List<List<Object>> versions(String run) throws Exception {
        return Platform
                .owner("SELECT id, scope_key, body_sha256 FROM training.model_version WHERE run_id = '%s' ORDER BY id"
                        .formatted(run));
    }

    /** Faults 4, 5 and 20: a worker that is cut off outlasts its lease, another whose clock is minutes ahead takes over. */
    @Test
    void aWorkerThatWakesBehindItsLeaseCommitsNothing() throws Exception {
        Process second = Platform.secondWorker("training", 27_050, tenMinutesAhead());
        try {
            String run;
            int takenOver;
            Platform.train(FIRST_KEY);
            await("the second worker").atMost(Duration.ofMinutes(5)).until(() -> Files.readString(
                    Platform.manymodels().stack().resolve("logs/second-training.log")).contains("Started "));
            run = Platform.train();
            Platform.awaitWork("training", run);
            try (var asleep = Platform.paused(Platform.manymodels().process("training"))) {
                // Where it sleeps in the middle of a commit, the database takes its locks from it after a minute.
                await("the second worker takes over").atMost(Duration.ofMinutes(4)).until(() -> Platform.count("""
                        SELECT count(*) FROM training.task WHERE run_id = '%s' AND state IN ('pending', 'leased')
                        """.formatted(run)) == 0);
                takenOver = (int) Platform.count("""
                        SELECT count(*) FROM training.task WHERE run_id = '%s' AND epoch > 1
                        """.formatted(run));
            }
            assertThat(takenOver).as("tasks that changed hands").isPositive();
            List<List<Object>> before = versions(run);
            Platform.awaitReady("TRAINING");

            assertSound(run);
            assertThat(versions(run)).isEqualTo(before);
        } finally {
            second.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** Many leases ahead, and near enough for an S3 server to take the signature. Debian's libfaketime, package faketime. */
    private static List<String> tenMinutesAhead() {
        Path library = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
        assertThat(library).as("libfaketime. Maybe apt-get install faketime").exists();
        // Its mend of waits on the monotonic clock has them all end at once where that clock is true: each thread then spins.
        return List.of("LD_PRELOAD=" + library, "FAKETIME=+10m", "FAKETIME_DONT_FAKE_MONOTONIC=1",
                "FAKETIME_FORCE_MONOTONIC_FIX=0");
    }

    /** Fault 7: whoever works on the key dies. The key is slow to store, so that there is a moment to kill in. */
    @Test
    void aKeyThatKillsItsWorkerEveryTimeIsGivenUpAlone() throws Exception {
        try (var slow = Platform.slowToInsert("training.model_version", "scope_key", FIRST_KEY)) {
            String run = Platform.train(FIRST_KEY, SECOND_KEY);
            AtomicBoolean over = new AtomicBoolean();
            Thread reaper = Thread.ofVirtual().start(() -> reap(over));

            JsonNode ended;
            try {
                ended = Platform.awaitEnd("TRAINING", run);
            } finally {
                over.set(true);
            }
            reaper.join();

            // Half of the keys failed, which is more than the family's budget: the run says so, and lost neither.
            assertThat(ended.path("state").asString()).isEqualTo("failed");
            assertThat(
                    Platform.owner("SELECT key, outcome FROM training.run_partition WHERE run_id = '%s' ORDER BY key"
                            .formatted(run)))
                    .containsExactly(List.of(FIRST_KEY, "failed"), List.of(SECOND_KEY, "succeeded"));
        }
    }

    /** Kills whoever stores the slow key, and not the one that gives it up without touching it. */
    private static void reap(AtomicBoolean over) {
        Set<List<Object>> reaped = new HashSet<>();
        await("the end of the run").forever().pollInterval(Duration.ofMillis(5)).ignoreExceptions().until(() -> {
            // What a dead worker has asked the database for goes on there: each is killed for once.
            List<List<Object>> storing = Platform.owner("""
                    SELECT pid, backend_start FROM pg_stat_activity WHERE usename = 'training' AND wait_event = 'PgSleep'
                    """);
            if (!reaped.containsAll(storing)) {
                // Fails where the worker is not there to be killed yet: it is then looked at again.
                Platform.manymodels().kill("training");
                reaped.addAll(storing);
            }
            return over.get();
        });
    }

    /** Fault 8. */
    @Test
    void workThatWasSentWhileNoWorkerRanIsDoneOnceOneRuns() throws Exception {
        Deployment platform = Platform.deployment();
        JsonNode cycle;
        try (var asleep = Platform.paused(Platform.manymodels().process("training"))) {
            cycle = platform.post("INGESTION", "/api/v1/families/shop/cycles", "{}");
            String id = cycle.path("id").asString();
            await("the fact").atMost(Duration.ofMinutes(1)).until(() -> Platform.count(
                    "SELECT count(*) FROM catalog.run WHERE cycle = '%s' AND state = 'succeeded'".formatted(id)) == 1);
            assertThat(Platform.count("SELECT count(*) FROM training.run WHERE cycle = '%s'".formatted(id))).isZero();
        }

        String id = cycle.path("id").asString();
        await("the end of the cycle").atMost(Duration.ofMinutes(3)).ignoreExceptions()
                .until(() -> platform.get("INGESTION", "/api/v1/cycles/" + id).path("state").asString()
                        .equals("succeeded"));
    }

    private static void assertSound(String run) throws Exception {
        Soundness.assertAccounted("training", Platform.awaitEnd("TRAINING", run), KEYS);
        Soundness.assertRegistries(run, KEYS);
    }
}
