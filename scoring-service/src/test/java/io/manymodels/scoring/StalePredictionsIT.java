package io.manymodels.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.event.ReleasePublished;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What readers see always comes from the release that is current at the moment of publication. */
class StalePredictionsIT {

    private final ScoringStack stack = ScoringStack.INSTANCE;

    @Test
    void aLateScoringDoesNotReplaceThePredictionsOfTheRollback() throws Exception {
        ToyRelease toy = stack.toy("toy-late");
        toy.snapshot("late-1");
        toy.release(1, "late-1");
        toy.release(2, "late-1");
        String late;
        try (Connection held = stack.connection("scoring")) {
            held.setAutoCommit(false);
            // Its tasks cannot end before the lock is gone.
            held.createStatement().execute("LOCK TABLE predictions.part IN EXCLUSIVE MODE");
            late = stack.submit("toy-late", "{}");
            awaitWaiting("INSERT INTO predictions.part");
            toy.rollBack(1);
            held.rollback();
        }

        JsonNode end = stack.awaitEnd(late);

        assertThat(end.path("state").asString()).as("%s", end).isEqualTo("failed");
        assertThat(end.path("problem").path("code").asString()).isEqualTo("release-superseded");
        assertThat(end.path("problem").path("message").asString()).contains("[2]", "[1]", "Maybe");
        assertThat(visible("toy_late_predictions")).isFalse();
        JsonNode restored = stack.score("toy-late", "{\"release\":1}");
        assertThat(restored.path("state").asString()).as("%s", restored).isEqualTo("succeeded");
        assertThat(stack.database("reader").sql("SELECT DISTINCT release FROM reporting.toy_late_predictions")
                .query(Integer.class).list()).containsExactly(1);
    }

    @Test
    void aReleaseThatIsNotCurrentIsNotScored() throws Exception {
        ToyRelease toy = stack.toy("toy-earlier");
        toy.snapshot("earlier-1");
        toy.release(1, "earlier-1");
        toy.release(2, "earlier-1");

        HttpResponse<String> answer = stack.post("toy-earlier", "{\"release\":1}");

        assertThat(ScoringStack.code(answer)).isEqualTo("409 release-not-current");
        assertThat(answer.body()).contains("[2] is", "roll back");
    }

    @Test
    void ofAReleaseOneScoringIsUnderWay() throws Exception {
        ToyRelease toy = stack.toy("toy-twice");
        toy.snapshot("twice-1");
        UUID cycle = UUID.randomUUID();
        toy.release(1, "twice-1", RunId.inCycle(cycle, RunKind.PROMOTION));
        UUID follows = RunId.inCycle(cycle, RunKind.SCORING);
        String first;
        try (Connection held = stack.connection("scoring")) {
            held.setAutoCommit(false);
            held.createStatement().execute("LOCK TABLE predictions.part IN EXCLUSIVE MODE");
            first = stack.submit("toy-twice", "{}");
            List<CompletableFuture<String>> again = Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
                try {
                    return stack.submit("toy-twice", "{}");
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            })).limit(8).toList();
            assertThat(again).extracting(CompletableFuture::join).containsOnly(first);
            assertThat(ScoringStack.code(stack.post("toy-twice", "{\"rows\":\"all\"}")))
                    .isEqualTo("409 scoring-active");
            // What follows a publication takes the place of what somebody asked for.
            stack.publish(new ReleasePublished("toy-twice", 1, "twice-1", 1, RunId.inCycle(cycle, RunKind.PROMOTION),
                    cycle, follows));
            stack.awaitKnown(follows);
            held.rollback();
        }

        assertThat(stack.awaitEnd(first).path("state").asString()).isEqualTo("cancelled");
        assertThat(stack.awaitEnd(follows.toString()).path("state").asString()).isEqualTo("succeeded");
        assertThat(stack.score("toy-twice", "{}").path("state").asString()).as("once it has ended")
                .isEqualTo("succeeded");
    }

    @Test
    void aForgedFactStartsNothing() throws Exception {
        ToyRelease toy = stack.toy("toy-forged");
        toy.snapshot("forged-1");
        UUID cycle = UUID.randomUUID();
        toy.release(1, "forged-1");
        stack.publish(new ReleasePublished("toy-forged", 1, "forged-1", 9, UUID.randomUUID(), null, UUID.randomUUID()));
        stack.publish(new ReleasePublished("toy-forged", 7, "elsewhere", 1, UUID.randomUUID(), cycle,
                RunId.inCycle(cycle, RunKind.SCORING)));
        UUID rollback = UUID.randomUUID();
        stack.publish(new ReleasePublished("toy-forged", 7, "elsewhere", 1, UUID.randomUUID(), null, rollback));

        stack.awaitKnown(rollback);

        JsonNode run = stack.awaitEnd(rollback.toString());
        assertThat(run.path("state").asString()).isEqualTo("succeeded");
        assertThat(run.path("familyVersion").asInt()).as("as the registry has it, whatever the fact says").isEqualTo(1);
        assertThat(stack.get("/api/v1/runs?family=toy-forged").path("items")).hasSize(1);
    }

    private boolean visible(String view) {
        return stack.database("reader").sql("SELECT to_regclass('reporting.' || ?) IS NOT NULL").param(view)
                .query(Boolean.class).single();
    }

    private void awaitWaiting(String statement) {
        Awaitility.await("[%s] waits".formatted(statement)).atMost(Duration.ofSeconds(50))
                .until(() -> stack.database("postgres").sql("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE wait_event_type = 'Lock' AND query LIKE '%' || ? || '%'
                        """).param(statement).query(Long.class).single() > 0);
    }
}
