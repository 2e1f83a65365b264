package io.manymodels.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.promotion.JudgedFamily.Model;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Champion and challenger are judged on the same rows, which neither of them had seen. */
class ChampionIT {

    private final Stack stack = Stack.INSTANCE;

    @Test
    void theChampionIsScoredOnTheRowsByWhichItsChallengerWasJudged() throws Exception {
        var family = new JudgedFamily("same-rows");
        var first = family.snapshot("a", 4, Collections.nCopies(20, 100d));
        family.train(first, 20, Map.of(0, new Model(100, 10, null), 1, new Model(200, 30, null), 2,
                new Model(100, 30, null), 3, new Model(100, 10, null)));
        promote(family);
        // Sales double behind week 20, where the first models' backtests were easy, or hard, to win.
        var later = family.snapshot("b", 4,
                Stream.concat(Collections.nCopies(20, 100d).stream(), Collections.nCopies(4, 200d).stream()).toList());
        var judged = Map.of(19, 150d, 20, 150d, 21, 180d, 22, 180d, 23, 180d, 24, 180d);
        var poor = Map.of(19, 100d, 20, 100d, 21, 150d, 22, 150d, 23, 150d, 24, 150d);
        family.train(later, 24, Map.of(0, new Model(180, 30, judged), 1, new Model(150, 20, poor), 2,
                new Model(150, 20, Map.of(17, 99d, 18, 99d)), 3, new Model(180, 30, null)));

        var run = promote(family);
        var verdicts = verdicts(run, "");

        assertThat(verdicts).extracting(verdict -> verdict.path("decision").asString()).containsExactly(
                "promote", "hold", "promote", "hold");
        var promoted = verdicts.get(0).path("comparison");
        assertThat(promoted.path("basis").asString()).isEqualTo("same-rows");
        assertThat(promoted.path("rows").intValue()).as("weeks 19 and 20 the champion has seen").isEqualTo(4);
        assertThat(promoted.path("metrics").path("mape").path("candidate").doubleValue()).isEqualTo(10);
        assertThat(promoted.path("metrics").path("mape").path("champion").doubleValue()).isEqualTo(50);
        var held = verdicts.get(1);
        assertThat(held.path("reasons").get(0).path("code").asString()).isEqualTo("worse-than-champion");
        assertThat(held.path("reasons").get(0).path("message").asString()).contains("mape [25]", "champion's [0]",
                "[4] judged rows that neither had seen");
        assertThat(verdicts.get(2).path("comparison").path("basis").asString())
                .as("no judged row is new to the champion")
                .isEqualTo("backtests");
        assertThat(verdicts.get(3).path("comparison").path("basis").asString()).as("an older training kept no rows")
                .isEqualTo("backtests");
        assertThat(verdicts(run, "?sort=change")).as("the largest first, whichever way it goes")
                .extracting(verdict -> verdict.path("change").doubleValue()).containsExactly(-40d, 25d, 20d, -10d);
    }

    private JsonNode promote(JudgedFamily family) throws Exception {
        var answer = stack.post(Role.APPROVER, "/families/" + family.name() + "/promotions", "{}");
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        var run = stack.awaitEnd(answer.body().path("id").asString());
        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        return run;
    }

    private List<JsonNode> verdicts(JsonNode run, String query) {
        return stack.get("/promotions/%s/verdicts%s".formatted(run.path("id").asString(), query)).body().path("items")
                .valueStream().toList();
    }
}
