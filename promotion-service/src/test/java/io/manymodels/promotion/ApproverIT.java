package io.manymodels.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Nothing gets into production past the approver: neither by a new spec nor by a forged fact. */
class ApproverIT {

    private final Stack stack = Stack.INSTANCE;

    @Test
    void newRulesOfAnOperatorNeedAnApproverOnce() throws Exception {
        var family = new TestFamily("loosened", "manual", "1%");
        var snapshot = family.snapshot("a", 3);
        var first = cycle(family, snapshot, 40d);
        assertThat(result(first)).isEqualTo("awaiting-approval");
        approve(first);
        family.change("automatic", "[]");

        var second = cycle(family, snapshot, 90d);

        assertThat(result(second)).as("%s", second).isEqualTo("awaiting-approval");
        assertThat(second.path("result").path("approval").asString()).contains("version [2]", "version [1]",
                "release [1]");
        var view = stack.get("/promotions/" + second.path("id").asString()).body();
        assertThat(view.path("approval").asString()).isEqualTo(second.path("result").path("approval").asString());
        approve(second);
        assertThat(result(cycle(family, snapshot, 30d))).as("the rules are an approver's now").isEqualTo("published");
    }

    @Test
    void anApproverWhoStartsAPromotionNeedsNoOther() {
        var family = new TestFamily("own-word", "automatic", "1%");
        var snapshot = family.snapshot("a", 3);
        family.train(snapshot, Map.of(0, 40d), Map.of());
        family.promote("{}");
        family.change("automatic", "[]");
        family.train(snapshot, Map.of(0, 90d), Map.of());

        assertThat(result(family.promote("{}"))).isEqualTo("published");
    }

    @Test
    void aForgedFactPublishesNothing() throws Exception {
        var family = new TestFamily("forged", "automatic", "1%");
        var snapshot = family.snapshot("a", 3);
        var outside = family.train(snapshot, Map.of(0, 40d), Map.of());
        family.change("manual", "[]");
        var cycle = UUID.randomUUID();
        tell(family, outside, UUID.randomUUID(), 1);
        tell(family, UUID.randomUUID(), UUID.randomUUID(), 1);
        var genuine = family.train(snapshot, Map.of(0, 40d), Map.of(), cycle);

        // The older version of the spec approves automatically.
        tell(family, genuine, cycle, 1);

        var run = awaitPromotion(family, cycle);
        assertThat(run.path("familyVersion").intValue()).isEqualTo(2);
        assertThat(result(run)).isEqualTo("awaiting-approval");
        assertThat(stack.get("/runs?family=forged").body().path("items").size()).isEqualTo(1);
        assertThat(family.current()).isNull();
    }

    private JsonNode cycle(TestFamily family, String snapshot, double mape) throws Exception {
        var cycle = UUID.randomUUID();
        tell(family, family.train(snapshot, Map.of(0, mape), Map.of(), cycle), cycle, 1);
        return awaitPromotion(family, cycle);
    }

    private void tell(TestFamily family, UUID training, UUID cycle, int version) throws Exception {
        stack.publish("training-completed", """
                {"family":"%s","familyVersion":%d,"snapshot":"%s-a","run":"%s","cycle":"%s"}
                """.formatted(family.name(), version, family.name(), training, cycle));
    }

    private JsonNode awaitPromotion(TestFamily family, UUID cycle) throws Exception {
        var id = RunId.inCycle(cycle, RunKind.PROMOTION);
        Awaitility.await("the fact starts a run").atMost(Duration.ofMinutes(1))
                .until(() -> stack.get("/runs/" + id).status() != 404);
        return family.await(id.toString());
    }

    private void approve(JsonNode run) {
        assertThat(stack.post(Role.APPROVER, "/promotions/%s/approval".formatted(run.path("id").asString()),
                "{\"approve\": true}").status()).isEqualTo(200);
    }

    private static String result(JsonNode run) {
        return run.path("result").path("result").asString();
    }
}
